import { Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { judgeOptions, positiveInteger } from '../options.ts'
import { withStore } from '../tracking/store-options.ts'

/** `mlreg drift importance`: has what the model relies on changed? */
export const driftImportance: Command = {
  declare(parent, run) {
    const command = parent
      .command('importance')
      .description('compare two files of feature importance and exit 1 when the top has changed')
      .argument('<reference>', "a JSON file of column to importance, or a version's weights: models:/churn/6")
      .argument('<current>', 'likewise')
      .addOption(
        new Option('--top <n>', 'how many of the most important columns may not change')
          .argParser(positiveInteger)
          .default(5)
          .helpGroup('What decides:'),
      )
    examples(command, [
      'mlreg drift importance training-importance.json week-importance.json',
      'mlreg drift importance training-importance.json week-importance.json --top 10 --json',
      'mlreg drift importance models:/churn/Production models:/churn/latest',
    ])
    judgeOptions(withStore(command)).action(
      run(async context => (await import('./run-importance.ts')).runImportance(context)),
    )
  },
}
