import type { TypeOverride } from '../data/window-columns.ts'

/** A flag of a command line, with as many values as it is given. */
export type Flag = readonly [flag: string, ...values: string[]]

/** A word as a shell reads it back. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** Flags as they are typed, each before every one of its values: before '' alone, and where it has none not at all. */
export function words(flags: readonly Flag[]): readonly string[] {
  return flags.flatMap(([flag, ...values]) =>
    values.flatMap(value => (value === '' ? [flag] : [flag, shellWord(value)])),
  )
}

/** A flag with its value; without one, where there is none: `words` then leaves it out. */
export function one(flag: string, value: string | number | undefined): Flag {
  return value === undefined ? [flag] : [flag, String(value)]
}

/** A flag with names that commas part. */
export function names(flag: string, values: readonly string[] | undefined): Flag {
  return one(flag, values?.map(value => value.replaceAll(/[\\,]/g, '\\$&')).join(','))
}

/** `--type` with the kinds that columns are read as. */
export function types(kinds: ReadonlyMap<string, TypeOverride> | undefined): Flag {
  return ['--type', ...[...(kinds ?? [])].map(([column, kind]) => `${column}=${kind}`)]
}
