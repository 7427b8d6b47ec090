import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { showOptions } from '../options.ts'
import { withStore } from '../tracking/store-options.ts'
import { startEngine } from './start-engine.ts'
import { type TuneOptions, tuneOptions } from './tune-options.ts'

/** `mlreg drift tune`: which limits would past windows have kept to? No gate: an answer is exit 0. */
export const driftTune: Command = {
  declare(parent, run) {
    const command = parent
      .command('tune')
      .description('propose rules from past windows, each with a stated share of false alarms')
      .argument('<reference>', 'as for mlreg drift')
    examples(command, [
      "mlreg drift tune reference.parquet --history 'weeks/*.parquet' --alpha 0.1",
      "mlreg drift tune reference.parquet --history 'weeks/*.parquet' --per run --write",
      'mlreg drift tune year.parquet --by week --time day --alpha 0.05 --json',
    ])
    withStore(showOptions(tuneOptions(command))).action(
      run(async context => {
        const { options } = context as { options: TuneOptions }
        const opening = startEngine(options.memory)
        return (await import('./run-tune.ts')).runTune(context, opening)
      }),
    )
  },
}
