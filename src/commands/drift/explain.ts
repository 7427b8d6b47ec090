import { Option } from 'commander'
import type { TypeOverride } from '../../data/window-columns.ts'
import { defaultSettings } from '../../drift/drift-test.ts'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { nonNegative, type OutputOptions, showOptions, wholeNumber } from '../options.ts'
import { withStore } from '../tracking/store-options.ts'
import { level, windowOptions } from './drift-options.ts'
import { startEngine } from './start-engine.ts'

export interface ExplainOptions extends OutputOptions {
  readonly type?: ReadonlyMap<string, TypeOverride>
  readonly referenceWhere?: string
  readonly currentWhere?: string
  readonly nullValues?: readonly string[]
  readonly memory?: string
  readonly progress: boolean
  readonly alpha: number
  readonly minEffect: number
  readonly limit: number
  readonly store?: string
}

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
    const group = 'What is shown:'
    command
      .addOption(
        new Option('--limit <n>', 'how many bins and unseen values to show; 0 shows all')
          .argParser(wholeNumber)
          .default(20)
          .helpGroup(group),
      )
      .addOption(
        new Option('--alpha <share>', 'intervals hold with 1 - alpha; a bin moved when its Holm p is below')
          .argParser(level)
          .default(0.05)
          .helpGroup(group),
      )
      .addOption(
        new Option('--min-effect <psi>', 'the PSI up to which a change is tolerated')
          .argParser(nonNegative)
          .default(defaultSettings.minEffect)
          .helpGroup(group),
      )
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
