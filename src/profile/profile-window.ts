import type { Engine } from '../data/engine.ts'
import type { OpenedWindow, WindowColumn } from '../data/window.ts'
import { type BucketCounts, fitCounts } from './bucket-counts.ts'
import { countCategories } from './count-categories.ts'
import { countColumns } from './count-columns.ts'
import { embeddedProfiler } from './embedded-profiler.ts'
import { profileOfCounts } from './round-profile.ts'
import { shieldCounts } from './shield-counts.ts'
import type { ProfileLimits, StoredColumn, StoredProfile } from './stored-profile.ts'

/** Profiles some columns of a window, or all, within limits: numbers and points in time, categories, and what is left. */
export async function profileWindow(
  engine: Engine,
  window: OpenedWindow,
  limits: ProfileLimits,
  columns: readonly WindowColumn[] = window.columns,
): Promise<StoredProfile> {
  const profiles = new Map<string, Pick<StoredColumn, 'profile' | 'counts'>>()
  const ofKinds = (...kinds: readonly WindowColumn['kind'][]) =>
    columns.filter(({ kind }) => kinds.includes(kind))
  for await (const { name, counts } of countColumns(engine, window, ofKinds('numeric', 'datetime'))) {
    profiles.set(name, storedNumbers(counts, limits))
  }
  for (const column of ofKinds('categorical', 'boolean')) {
    profiles.set(column.name, { profile: await countCategories(engine, window, column, limits) })
  }
  const others = ofKinds('nested', 'binary', 'null').map(({ name }) => ({ name, as: 'opaque' as const }))
  for await (const input of embeddedProfiler(engine, window).profile(others)) {
    // Parts of a window do not add up to its distinct values, so that they are not told.
    if ('profile' in input) {
      const { rows, nulls } = input.profile
      profiles.set(input.name, { profile: { kind: 'opaque', rows, nulls, distinct: 0 } })
    }
  }
  const stored = columns.map(({ name, kind, type }) => {
    const profile = profiles.get(name)
    if (profile === undefined) throw new Error(`${window.source}: ${name} was not profiled`)
    return { name, kind, type, ...profile }
  })
  return { rows: window.rows, limits, columns: stored }
}

/** A counted column within the limits of a profile. */
export function storedNumbers(
  counts: BucketCounts,
  limits: ProfileLimits,
): Pick<StoredColumn, 'profile' | 'counts'> {
  const fitting = fitCounts(counts, limits.maxBytes)
  return limits.isPrivate
    ? { profile: shieldCounts(fitting, limits.minCount) }
    : { profile: profileOfCounts(fitting), counts: fitting }
}
