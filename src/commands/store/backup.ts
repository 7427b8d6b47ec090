import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { writeOptions } from '../tracking/store-options.ts'

/** `mlreg backup`: a copy of the store, whoever is writing to it. */
export const backup: Command = {
  declare(parent, run) {
    const command = parent
      .command('backup')
      .description('copy the store, while others write to it, into a directory that does not exist yet')
      .argument('<directory>', 'where the copy is to be')
    examples(command, ['mlreg backup /backups/mlreg-monday'])
    writeOptions(command, { actor: false }).action(
      run(async context => (await import('./run-backup.ts')).runBackup(context)),
    )
  },
}
