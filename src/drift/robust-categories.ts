import { byCodePoint } from './bins.ts'
import type { RobustBin } from './robust-bins.ts'

/** A category has a bin of its own when the smaller window may expect this many rows of it. */
const expectedRows = 8

type Counts = ReadonlyMap<string, number>

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
 */
export function robustCategories(reference: Counts, current: Counts): readonly RobustBin[] {
  const all = pooled(reference, current)
  const n = total(all, 'reference')
  const m = total(all, 'current')
  const least = (expectedRows * (n + m)) / Math.min(n, m)
  const frequent = all.filter(each => each.reference > 0 && each.reference + each.current >= least)
  const rare = all.filter(each => each.reference > 0 && each.reference + each.current < least)
  const unseen = all.filter(each => each.reference === 0)
  const rareRows = total(rare, 'reference')
  const unseenRows = total(unseen, 'current')
  // Fewer unseen rows than expected are no change.
  const byChance = Math.min(rareRows, (Math.min(unseenRows, unseenByChance(all, n, m)) * n) / m)
  return [
    ...frequent.map(({ name, ...counts }) => ({ label: name, ...counts })),
    {
      label: rare.length === 1 ? (rare[0] as Category).name : `(${rare.length} rare values)`,
      reference: rareRows - byChance,
      current: total(rare, 'current'),
    },
    { label: `(${unseen.length} unseen values)`, reference: byChance, current: unseenRows },
  ]
}

function pooled(reference: Counts, current: Counts): readonly Category[] {
  const names = [...new Set([...reference.keys(), ...current.keys()])].sort(byCodePoint)
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
