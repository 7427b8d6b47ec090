import type { OpenedWindow } from '../data/window.ts'
import { countAt } from '../stats/ecdf-count.ts'
import { byCodePoint } from './by-code-point.ts'
import type { CategoricalProfile, NumericProfile } from './profile.ts'
import type { ColumnRequest, OpaqueProfile, ProfileInput, Profiler } from './profiler.ts'
import type { StoredColumn, StoredProfile } from './stored-profile.ts'
import { summarize } from './summary.ts'

/** A profile file in the place of a window: columns without rows to select. */
export function storedWindow(source: string, { rows, columns }: StoredProfile, path = source): OpenedWindow {
  return {
    source,
    format: 'profile',
    files: [path],
    relation: '',
    rows,
    columns: columns.map(({ name, kind, type }) => ({ name, kind, type, sql: 'NULL' })),
    warnings: [],
  }
}

/** Answers from a profile file what an engine would answer from the rows. */
export function storedProfiler({ rows, columns }: StoredProfile): Profiler {
  const named = new Map(columns.map(column => [column.name, column]))
  return {
    rows,
    async *profile(requests: readonly ColumnRequest[]): AsyncIterable<ProfileInput> {
      for (const request of requests) {
        const column = named.get(request.name)
        if (column === undefined) throw new Error(`the profile has no column ${request.name}`)
        yield { name: request.name, profile: profileAs(column, request.as) }
      }
    },
  }
}

function profileAs({ name, profile }: StoredColumn, as: ColumnRequest['as']) {
  if (as === 'opaque') return opaque(profile)
  if (profile.kind === as) return profile
  if (as === 'categorical' && profile.kind === 'numeric' && profile.exact) return asCategories(profile)
  throw new Error(`the profile does not hold ${name} as ${as}`)
}

function opaque(profile: StoredColumn['profile']): OpaqueProfile {
  const { rows, nulls, distinct } = summarize(profile)
  return { kind: 'opaque', rows, nulls, distinct }
}

/** Numbers as the engine would have written them (data/category-text.ts, quality/as-classes.ts). */
function asCategories({ rows, nulls, infinite, ecdf }: NumericProfile): CategoricalProfile {
  const counts = Array.from(ecdf.values, (value, i): [string, number] => [String(value), countAt(ecdf, i)])
  const ordered = new Map(counts.sort(([a], [b]) => byCodePoint(a, b)))
  return { kind: 'categorical', rows, nulls: nulls + infinite, counts: ordered, exact: true }
}

/** Whether a column can be compared by categories: numbers, when every one is known and every tool writes it alike. */
export function holdsCategories({ profile }: StoredColumn): boolean {
  if (profile.kind !== 'numeric') return profile.kind === 'categorical'
  const isPlain = (value: number) => value === 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e15)
  return profile.exact && profile.infinite === 0 && profile.ecdf.values.every(isPlain)
}

/** Whether a column of numbers may be one of classes: few whole ones. */
export function holdsClasses(column: StoredColumn, most: number): boolean {
  const { profile } = column
  if (profile.kind !== 'numeric') return profile.kind === 'categorical'
  const { values } = profile.ecdf
  return holdsCategories(column) && values.length <= most && values.every(Number.isInteger)
}
