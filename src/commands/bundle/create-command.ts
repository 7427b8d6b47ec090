import { Option } from 'commander'
import type { Command } from '../command.ts'
import { scopeOptions } from '../export/scope-options.ts'
import { examples } from '../help/examples.ts'
import { repeated } from '../options.ts'
import { writeOptions } from '../tracking/store-options.ts'
import { versionOperand } from '../tracking/version-operand.ts'

/** `mlreg bundle create` and, as one of the exports, `mlreg export bundle`: the same command by two names. */
export function createCommand(group: 'bundle' | 'export', name: string): Command {
  return {
    declare(parent, run) {
      const command = parent
        .command(name)
        .description(
          'write runs and models, with all that is known of them and every file, into one tar archive',
        )
        .argument('<file>', 'where to; its directory has to exist')
      const typed = `mlreg ${group} ${name}`
      examples(command, [
        `${typed} all.tar`,
        `${typed} churn.tar --experiment churn`,
        `${typed} churn.tar --model churn/Production`,
      ])
      command.addOption(
        new Option('--run <run>', 'only this run: its id, the start of it, or its name (repeatable)')
          .argParser(repeated)
          .helpGroup('Runs:'),
      )
      command.addOption(
        new Option(
          '--model <model>',
          `only this version with its run, ${versionOperand}, or a model with all of them (repeatable)`,
        )
          .argParser(repeated)
          .helpGroup('Runs:'),
      )
      command.addOption(
        new Option('--no-models', 'without the versions that were registered from the runs').helpGroup(
          'Runs:',
        ),
      )
      writeOptions(scopeOptions(command), { actor: false }).action(
        run(async context => (await import('./create-bundle.ts')).createBundle(context)),
      )
    },
  }
}
