import type { Command } from './command.ts'
import { examples } from './help/examples.ts'
import { writeOptions } from './tracking/store-options.ts'

export const init: Command = {
  declare(parent, run) {
    const command = parent
      .command('init')
      .description('make a store: .mlreg in a directory')
      .argument('[directory]', 'where .mlreg is to be; the working directory when left out')
    examples(command, ['mlreg init', 'mlreg init /srv/team'])
    writeOptions(command, { actor: false }).action(
      run(async context => (await import('./tracking/run-init.ts')).runInit(context)),
    )
  },
}
