import { Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { writeOptions } from '../tracking/store-options.ts'

/** `mlreg gc`: removes files that nothing refers to. */
export const gc: Command = {
  declare(parent, run) {
    const command = parent
      .command('gc')
      .description('show stored files that nothing refers to and, with --delete, remove them')
    examples(command, ['mlreg gc', 'mlreg gc --delete'])
    writeOptions(command)
    for (const option of [
      new Option('--delete', 'remove them; without it, nothing is changed'),
      new Option('--force-empty', 'even when nothing refers to any file'),
    ]) {
      command.addOption(option.helpGroup('Collection:'))
    }
    command.action(run(async context => (await import('./run-gc.ts')).runGc(context)))
  },
}
