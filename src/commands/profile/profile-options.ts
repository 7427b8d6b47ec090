import { type Command as Commander, Option } from 'commander'
import type { TypeOverride } from '../../data/window-columns.ts'
import { defaultLimits, type ProfileLimits } from '../../profile/stored-profile.ts'
import { typeOverrides } from '../drift/drift-options.ts'
import { list, type OutputOptions, positiveInteger, showOptions } from '../options.ts'
import { withStore } from '../tracking/store-options.ts'

export interface MergeOptions extends OutputOptions {
  readonly output?: string
  readonly minCount?: number
  readonly private?: boolean
  readonly maxBytes?: number
}

export interface ProfileOptions extends MergeOptions {
  readonly columns?: readonly string[]
  readonly exclude?: readonly string[]
  readonly type?: ReadonlyMap<string, TypeOverride>
  readonly where?: string
  readonly nullValues?: readonly string[]
  readonly memory?: string
  readonly progress: boolean
  readonly store?: string
}

/** Declares everything `mlreg profile FILE` takes. */
export function profileOptions(command: Commander): Commander {
  mergeOptions(command)
  for (const option of profiledOptions()) command.addOption(option.helpGroup('Window:'))
  return withStore(command)
}

/** What says which part of a window is profiled, and how it is read. */
export function profiledOptions(): Option[] {
  return [
    new Option('--columns <names>', 'take only these columns').argParser(list),
    new Option('--exclude <names>', 'leave these columns out').argParser(list),
    new Option(
      '--type <column=kind>',
      'read a column as numeric, categorical, datetime, ignore (repeatable)',
    ).argParser(typeOverrides),
    new Option('--where <sql>', 'keep these rows of the window'),
    new Option('--null-values <names>', 'texts that are null, besides the empty one').argParser(list),
    new Option('--memory <size>', "limit of the engine's memory, such as 2GB"),
    new Option('--no-progress', 'show no progress on a terminal'),
  ]
}

/** What may be said of any profile that is written. */
export function mergeOptions(command: Commander): Commander {
  const output = new Option('-o, --output <profile>', 'write the profile to this file')
  for (const option of [output, ...limitOptions()]) command.addOption(option.helpGroup('Profile:'))
  return showOptions(command)
}

/** What says how much a profile may tell. */
export function limitOptions(): Option[] {
  const { minCount, maxBytes } = defaultLimits
  return [
    new Option('--min-count <n>', 'pool categories that fewer rows hold')
      .argParser(positiveInteger)
      .default(undefined, String(minCount)),
    new Option(
      '--private',
      'leave out minima, maxima and numbers that fewer rows share; such a profile cannot be merged',
    ),
    new Option('--max-bytes <n>', 'bytes that the values of one column may take')
      .argParser(positiveInteger)
      .default(undefined, String(maxBytes)),
  ]
}

export type LimitedOptions = Pick<MergeOptions, 'minCount' | 'private' | 'maxBytes'>

/** The limits asked for, over the given ones. */
export function limitsOf(options: LimitedOptions, otherwise: ProfileLimits = defaultLimits): ProfileLimits {
  return {
    minCount: options.minCount ?? otherwise.minCount,
    isPrivate: options.private ?? otherwise.isPrivate,
    maxBytes: options.maxBytes ?? otherwise.maxBytes,
  }
}
