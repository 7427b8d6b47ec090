import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { showOptions } from '../options.ts'
import { withStore } from '../tracking/store-options.ts'
import { windowOptions } from './drift-options.ts'
import { type ExplainOptions, shownOptions } from './explain-options.ts'
import { startEngine } from './start-engine.ts'

/** `mlreg drift explain`: where did a column move? No gate: an answer is exit 0. */
export const driftExplain: Command = {
  declare(parent, run) {
    const command = parent
      .command('explain')
      .description('show where one column moved: bin by bin, by quantiles, with the rows of each bin')
      .argument('<reference>', 'as for mlreg drift')
      .argument('<current>', 'likewise')
      .argument('<column>', 'the column to explain')
    examples(command, [
      'mlreg drift explain reference.parquet current.parquet temp',
      'mlreg drift explain reference.csv current.csv plan --limit 0 --json',
    ])
    for (const option of shownOptions()) command.addOption(option.helpGroup('What is shown:'))
    for (const option of windowOptions()) command.addOption(option.helpGroup('Windows:'))
    withStore(showOptions(command)).action(
      run(async context => {
        const { options } = context as { options: ExplainOptions }
        const opening = startEngine(options.memory)
        return (await import('./run-explain.ts')).runExplain(context, opening)
      }),
    )
  },
}
