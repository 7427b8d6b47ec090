import { byCodePoint, sortByCodePoint } from '../profile/by-code-point.ts'
import type { CategoricalProfile } from '../profile/profile.ts'
import type { RobustBins } from './robust-bin.ts'

/** A category has a bin of its own when the smaller window may expect this many rows of it. */
const expectedRows = 8

interface Category {
  readonly name: string
  readonly reference: number
  readonly current: number
}

/**
 * A bin a category, for those frequent enough in both windows together; the others pooled as rare; those that the
 * reference never held pooled as unseen.
 *
 * With many categories some are unseen by mere chance. Were the windows alike, a category of t rows would have all of
 * them in the current window with probability C(m, t)/C(n + m, t); the rows expected that way are the reference's count
 * in the unseen bin, taken from its rare one, so that only what is unseen beyond chance counts.
 *
 * Of a profile that pooled categories, they are rare ones; whatever may be among them is taken to be.
 */
export function robustCategories(reference: CategoricalProfile, current: CategoricalProfile): RobustBins {
  const all = pairedCounts(reference.counts, current.counts)
  const [n, m] = [valuesOf(reference), valuesOf(current)]
  const least = (expectedRows * (n + m)) / Math.min(n, m)
  const { known, unsure } = namedByBoth(all, reference, current)
  const frequent = known.filter(each => each.reference > 0 && each.reference + each.current >= least)
  const rare = [
    ...known.filter(each => each.reference > 0 && each.reference + each.current < least),
    ...unsure,
  ]
  const unseen = known.filter(each => each.reference === 0)
  const pools = { reference: reference.pooled?.rows ?? 0, current: current.pooled?.rows ?? 0 }
  const rareRows = total(rare, 'reference') + pools.reference
  const unseenRows = total(unseen, 'current')
  // Of t pooled rows at most t·m/(n + m) are expected to be unseen.
  const expected = unseenByChance(all, n, m) + ((pools.reference + pools.current) * m) / (n + m)
  // Fewer unseen rows than expected are no change.
  const byChance = Math.min(rareRows, (Math.min(unseenRows, expected) * n) / m)
  const anyPool = pools.reference + pools.current
  const rareValues = rare.length + (reference.pooled?.categories ?? 0) + (current.pooled?.categories ?? 0)
  const mayBeFrequent = unsure.filter(each => each.reference + each.current + anyPool >= least).length
  const names = { frequent: namesOf(frequent), rare: namesOf(rare), unseen: namesOf(unseen) }
  return {
    bins: [
      ...frequent.map(({ name, ...counts }) => ({
        label: name,
        ...counts,
        rows: { type: 'texts', in: [name] } as const,
      })),
      {
        label: rareValues === 1 && rare[0] ? rare[0].name : `(${rareValues} rare values)`,
        reference: rareRows - byChance,
        current: total(rare, 'current') + pools.current,
        rows: {
          type: 'texts',
          ...(anyPool > 0 ? {} : { in: names.rare }),
          notIn: [...names.frequent, ...names.unseen],
        },
        ...(byChance > 0 ? { held: rareRows } : {}),
      },
      {
        label: `(${unseen.length} unseen ${unseen.length === 1 ? 'value' : 'values'})`,
        reference: byChance,
        current: unseenRows,
        rows: {
          type: 'texts',
          in: names.unseen,
          ...(anyPool > 0 ? {} : { notIn: [...names.frequent, ...names.rare] }),
        },
        ...(byChance > 0 ? { held: 0 } : {}),
      },
    ],
    hidden: mayBeFrequent + Math.floor(anyPool / least),
  }
}

/** Categories whose counts both sides tell, and those that may be among the pooled ones of a side: the most frequent. */
function namedByBoth(all: readonly Category[], reference: CategoricalProfile, current: CategoricalProfile) {
  const inPool = (each: Category) =>
    (reference.pooled !== undefined && each.reference === 0) ||
    (current.pooled !== undefined && each.current === 0)
  const unsure = all.filter(inPool).sort((a, b) => b.current - a.current || byCodePoint(a.name, b.name))
  const candidates = unsure.filter(each => each.reference === 0)
  const certain = new Set(candidates.slice(reference.pooled?.categories ?? 0))
  return {
    known: all.filter(each => !inPool(each) || certain.has(each)),
    unsure: unsure.filter(each => !certain.has(each)),
  }
}

function valuesOf({ rows, nulls }: CategoricalProfile): number {
  return rows - nulls
}

function namesOf(categories: readonly Category[]): readonly string[] {
  return categories.map(({ name }) => name)
}

type Counts = ReadonlyMap<string, number>

function pairedCounts(reference: Counts, current: Counts): readonly Category[] {
  const names = sortByCodePoint([...new Set([...reference.keys(), ...current.keys()])])
  return names.map(name => ({
    name,
    reference: reference.get(name) ?? 0,
    current: current.get(name) ?? 0,
  }))
}

function total(categories: readonly Category[], side: 'reference' | 'current'): number {
  return categories.reduce((sum, category) => sum + category[side], 0)
}

/** Rows of the current window that are expected in categories which it alone holds, were the windows alike. */
function unseenByChance(categories: readonly Category[], n: number, m: number): number {
  let rows = 0
  for (const { reference, current } of categories) rows += allInCurrent(reference + current, n, m)
  return rows
}

/** t·C(m, t)/C(n + m, t), as a product that stops where it is next to nothing. */
function allInCurrent(t: number, n: number, m: number): number {
  let p = t
  for (let i = 0; i < t && p > 1e-12; i++) p *= Math.max(0, m - i) / (n + m - i)
  return p > 1e-12 ? p : 0
}
