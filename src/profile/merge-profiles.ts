import { MlregError } from '../errors.ts'
import { mergeCounts } from './bucket-counts.ts'
import { poolCategories } from './pool-categories.ts'
import type { CategoricalProfile } from './profile.ts'
import { storedNumbers } from './profile-window.ts'
import type { ProfileLimits, StoredColumn, StoredProfile } from './stored-profile.ts'

/**
 * The profile of all windows together: to the byte what profiling them together gives, as long as no part had categories
 * too rare to name. Columns as in the first profile, then those that only later ones have; where a column is missing, its
 * rows are nulls. Throws `cannot-compare` for private profiles and for columns of two kinds.
 */
export function mergeProfiles(profiles: readonly StoredProfile[], limits: ProfileLimits): StoredProfile {
  if (profiles.some(({ limits: { isPrivate } }) => isPrivate)) {
    throw new MlregError(
      'cannot-compare',
      'a private profile cannot be merged or changed: it does not tell enough',
      {
        hint: 'merge profiles that are not private, and make the merged one private (--private)',
      },
    )
  }
  const rows = profiles.reduce((sum, profile) => sum + profile.rows, 0)
  const names = new Set(profiles.flatMap(({ columns }) => columns.map(({ name }) => name)))
  const columns = [...names].map(name => {
    const parts = profiles.map(
      profile => profile.columns.find(column => column.name === name) ?? profile.rows,
    )
    const known = parts.filter(part => typeof part !== 'number')
    const filled = known.filter(({ kind }) => kind !== 'null')
    const [first, ...others] = filled.length > 0 ? filled : known
    const merged = others.reduce(mergeColumns, first as StoredColumn)
    return withinLimits(withRows(merged, rows), limits)
  })
  return { rows, limits, columns }
}

function mergeColumns(a: StoredColumn, b: StoredColumn): StoredColumn {
  const known = { name: a.name, kind: a.kind, type: commonType(a, b) }
  if (a.counts && b.counts && a.kind === b.kind) {
    return { ...a, ...known, counts: mergeCounts(a.counts, b.counts) }
  }
  if (a.profile.kind === 'categorical' && b.profile.kind === 'categorical' && a.kind === b.kind) {
    return { ...known, profile: mergeCategories(a.profile, b.profile) }
  }
  if (a.profile.kind === 'opaque' && b.profile.kind === 'opaque' && a.kind === b.kind) {
    const [rows, nulls] = [a.profile.rows + b.profile.rows, a.profile.nulls + b.profile.nulls]
    return { ...known, profile: { ...a.profile, rows, nulls } }
  }
  throw new MlregError(
    'cannot-compare',
    `column ${a.name} is ${a.kind} in one profile and ${b.kind} in another`,
    {
      hint: `profile the windows again with --type ${a.name}=${a.kind}, or leave the column out with --exclude`,
    },
  )
}

/** Of types that we inferred from text, or of numbers, the wider one. */
function commonType(a: StoredColumn, b: StoredColumn): string {
  if (a.type === b.type) return a.type
  if (a.kind !== 'numeric') return 'VARCHAR'
  return [a.type, b.type].every(type => type === type.toLowerCase()) ? 'double' : 'DOUBLE'
}

function mergeCategories(a: CategoricalProfile, b: CategoricalProfile): CategoricalProfile {
  const counts = new Map(a.counts)
  for (const [category, count] of b.counts) counts.set(category, (counts.get(category) ?? 0) + count)
  const known = { kind: 'categorical', rows: a.rows + b.rows, nulls: a.nulls + b.nulls, counts } as const
  const [one = nothing, other = nothing] = [a.pooled, b.pooled]
  const pooled = { rows: one.rows + other.rows, categories: one.categories + other.categories }
  return pooled.categories === 0 ? { ...known, exact: true } : { ...known, exact: false, pooled }
}

const nothing = { rows: 0, categories: 0 }

/** Where a window lacks the column, its rows are nulls. */
function withRows(column: StoredColumn, rows: number): StoredColumn {
  const grown = <Part extends { readonly rows: number; readonly nulls: number }>(part: Part): Part => ({
    ...part,
    rows,
    nulls: part.nulls + rows - part.rows,
  })
  const { profile, counts } = column
  return { ...column, profile: grown<typeof profile>(profile), ...(counts ? { counts: grown(counts) } : {}) }
}

/** The same column within other limits; what was left out before does not come back. */
function withinLimits(
  { name, kind, type, profile, counts }: StoredColumn,
  limits: ProfileLimits,
): StoredColumn {
  if (counts) return { name, kind, type, ...storedNumbers(counts, limits) }
  return {
    name,
    kind,
    type,
    profile: profile.kind === 'categorical' ? poolCategories(profile, limits) : profile,
  }
}
