import { Option } from 'commander'
import type { Period } from '../../data/time-parts.ts'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { list, type OutputOptions, showOptions } from '../options.ts'
import { withStore } from '../tracking/store-options.ts'
import type { WindowsOptions } from './drift-options.ts'
import {
  columnOptions,
  type DriftOptions,
  level,
  policyOption,
  roleOptions,
  windowOptions,
} from './drift-options.ts'
import { startEngine } from './start-engine.ts'

export interface TuneOptions
  extends OutputOptions,
    WindowsOptions,
    Pick<
      DriftOptions,
      'policy' | 'alpha' | 'test' | 'columns' | 'exclude' | 'score' | 'memory' | 'progress'
    > {
  readonly history?: readonly string[]
  readonly time?: string
  readonly by?: Period
  readonly per: 'column' | 'run'
  readonly write?: boolean
  readonly store?: string
  /** --config FILE, or false for --no-config. */
  readonly config?: string | boolean
}

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
    const groups: readonly (readonly [heading: string, options: readonly Option[]])[] = [
      ['History:', history()],
      ['What is proposed:', proposed()],
      ['Which columns:', columnOptions()],
      ["The model's columns:", roleOptions()],
      ['Windows:', windowOptions()],
    ]
    for (const [heading, options] of groups)
      for (const option of options) command.addOption(option.helpGroup(heading))
    withStore(showOptions(command)).action(
      run(async context => {
        const { options } = context as { options: TuneOptions }
        const opening = startEngine(options.memory)
        return (await import('./run-tune.ts')).runTune(context, opening)
      }),
    )
  },
}

function history(): Option[] {
  return [
    new Option(
      '--history <windows...>',
      'past windows: files, or globs of which each file is one (repeatable)',
    ),
    new Option('--by <period>', "instead: the reference's own days or weeks (UTC, from Monday)").choices([
      'day',
      'week',
    ]),
    new Option('--time <column>', 'the column of times for --by; else the only one there is'),
  ]
}

function proposed(): Option[] {
  return [
    new Option('--alpha <share>', 'the share of windows like the past ones in which a rule may alarm')
      .argParser(level)
      .default(0.05),
    new Option('--per <what>', 'whether that is for each rule or, by Bonferroni, for all of them together')
      .choices(['column', 'run'])
      .default('column'),
    new Option('--test <names>', "tests to propose rules for; else the policy's own").argParser(list),
    policyOption(),
    new Option('--write', 'put the rules into mlreg.toml, and leave all else there as it is'),
  ]
}
