import { type Command as Commander, Option } from 'commander'
import type { Period } from '../../data/time-parts.ts'
import { list, type OutputOptions } from '../options.ts'
import {
  columnOptions,
  type DriftOptions,
  level,
  policyOption,
  roleOptions,
  type WindowsOptions,
  windowOptions,
} from './drift-options.ts'

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

/** Declares what `mlreg drift tune` takes besides the store and the output. Groups stand in the order of the help. */
export function tuneOptions(command: Commander): Commander {
  const groups: readonly (readonly [heading: string, options: readonly Option[]])[] = [
    ['History:', history()],
    ['What is proposed:', proposed()],
    ['Which columns:', columnOptions()],
    ["The model's columns:", roleOptions()],
    ['Windows:', windowOptions()],
  ]
  for (const [heading, options] of groups)
    for (const option of options) command.addOption(option.helpGroup(heading))
  return command
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
