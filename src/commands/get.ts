import { Option } from 'commander'
import type { Command } from './command.ts'
import { examples } from './help/examples.ts'
import { readOptions } from './tracking/store-options.ts'

export const get: Command = {
  declare(parent, run) {
    const command = parent
      .command('get')
      .description('write stored files to a place of this machine, verified byte for byte')
      .argument('<uri>', 'runs:/RUN/path; a path that is a directory means all below it')
      .argument('[destination]', 'a directory to put it in, or the path it is to have; here when left out')
    examples(command, [
      'mlreg get runs:/3f2a/model ./serving/',
      'mlreg get runs:/wide-trees/report.html out.html',
    ])
    command.addOption(new Option('--force', 'replace files that exist'))
    readOptions(command).action(
      run(async context => (await import('./artifacts/get-artifacts.ts')).getArtifacts(context)),
    )
  },
}
