import { Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { writeOptions } from '../tracking/store-options.ts'
import { versionOperand } from '../tracking/version-operand.ts'
import { reasonOption } from './reason.ts'

/** `mlreg approve`: four eyes. */
export const approve: Command = {
  declare(parent, run) {
    const command = parent
      .command('approve')
      .description('approve or reject a version for a stage; the last word of each person counts')
      .argument('<model>', `the version: ${versionOperand}`)
    examples(command, [
      'mlreg approve churn/7 --reason "looked at the errors by region" --as ben',
      'mlreg approve churn/7 --to Production --reject --reason "worse for new ones"',
    ])
    for (const option of [
      new Option('--to <stage>', 'for which stage; the next one when left out'),
      new Option('--reject', 'speak against it: nothing is promoted until that is taken back'),
      reasonOption(),
    ]) {
      command.addOption(option.helpGroup('Decision:'))
    }
    writeOptions(command).action(run(async context => (await import('./run-approve.ts')).runApprove(context)))
  },
}
