import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { showOptions } from '../options.ts'
import { createCommand } from './create-command.ts'
import { mergeCommand } from './merge-command.ts'

/** `mlreg bundle`: runs on their way to a machine that no network leads to. */
export const bundle: Command = {
  declare(parent, run) {
    const command = parent
      .command('bundle')
      .description('carry runs and their files to another store, in one file')
      .helpCommand(false)
    examples(command, ['mlreg bundle create churn.tar --experiment churn', 'mlreg bundle merge churn.tar'])
    for (const child of children) child.declare(command, run)
  },
}

const verify: Command = {
  declare(parent, run) {
    const command = parent
      .command('verify')
      .description('check that a bundle is whole: every byte, and that nothing else is in it')
      .argument('<file>', 'a file that "mlreg bundle create" made')
    examples(command, ['mlreg bundle verify churn.tar'])
    showOptions(command).action(
      run(async context => (await import('./check-bundle.ts')).checkBundle(context)),
    )
  },
}

const children: readonly Command[] = [
  createCommand('bundle', 'create'),
  verify,
  mergeCommand('bundle', 'merge'),
]
