import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { showOptions } from '../options.ts'

/** `mlreg restore`: a store from a backup. */
export const restore: Command = {
  declare(parent, run) {
    const command = parent
      .command('restore')
      .description('make a store of a backup, every byte of which is verified on the way')
      .argument('<backup>', 'a directory that "mlreg backup" made')
      .argument('[directory]', 'the store to make; .mlreg in the working directory when left out')
    examples(command, [
      'mlreg restore /backups/mlreg-monday',
      'mlreg restore /backups/mlreg-monday /srv/store',
    ])
    showOptions(command).action(run(async context => (await import('./run-restore.ts')).runRestore(context)))
  },
}
