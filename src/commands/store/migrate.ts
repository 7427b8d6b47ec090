import { Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { writeOptions } from '../tracking/store-options.ts'

/** `mlreg migrate`: what an older store lacks. */
export const migrate: Command = {
  declare(parent, run) {
    const command = parent
      .command('migrate')
      .description("show the steps to this mlreg's store format and, with --apply, take them")
    examples(command, ['mlreg migrate', 'mlreg migrate --apply'])
    writeOptions(command, { actor: false })
      .addOption(
        new Option(
          '--apply',
          'take them, after a copy into backups/; without it, nothing is changed',
        ).helpGroup('Migration:'),
      )
      .action(run(async context => (await import('./run-migrate.ts')).runMigrate(context)))
  },
}
