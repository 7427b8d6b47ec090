import { Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { writeOptions } from '../tracking/store-options.ts'
import { versionOperand } from '../tracking/version-operand.ts'
import { reasonOption } from './reason.ts'

/** `mlreg promote`: puts a version into a stage, when what the stage asks for is there. */
export const promote: Command = {
  declare(parent, run) {
    const command = parent
      .command('promote')
      .description(
        'put a version into a stage, and what was there into the archive; exit 1 when it is refused',
      )
      .argument('<model>', `the version: ${versionOperand}`)
    examples(command, [
      'mlreg promote churn/7 --to Staging --reason "best of the sweep"',
      'mlreg promote churn/7 --to Production --reason "won the shadow week" --as ann',
    ])
    for (const option of [
      new Option('--to <stage>', 'the stage, in any case').makeOptionMandatory(),
      reasonOption(),
      new Option('--keep-existing', 'leave what is in the stage where it is'),
      new Option('--force', 'overrule what speaks against it; that is recorded'),
    ]) {
      command.addOption(option.helpGroup('Promotion:'))
    }
    writeOptions(command).action(run(async context => (await import('./run-promote.ts')).runPromote(context)))
  },
}
