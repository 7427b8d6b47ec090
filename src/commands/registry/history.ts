import { Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { readOptions } from '../tracking/store-options.ts'

/** `mlreg history`: who did what to a model, when and why. */
export const history: Command = {
  declare(parent, run) {
    const command = parent
      .command('history')
      .description('who did what to a model, when and why; or what was in each stage at a moment')
      .argument('<model>', 'a model, or one of its versions, be it deleted or not')
    examples(command, [
      'mlreg history churn',
      'mlreg history churn --stage Production --json',
      'mlreg history churn/7',
      "mlreg history churn --as-of '30d ago'",
    ])
    for (const option of [
      new Option('--as-of <time>', 'what was where then: 2026-05-01T12:00Z, 7d ago'),
      new Option('--stage <stage>', 'only what came into this stage or left it, in any case'),
    ]) {
      command.addOption(option.helpGroup('History:'))
    }
    readOptions(command).action(run(async context => (await import('./run-history.ts')).runHistory(context)))
  },
}
