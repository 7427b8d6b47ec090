import { distinctCount } from '../stats/ecdf-count.ts'
import { quantile } from '../stats/quantile.ts'
import type { ColumnPair, NumericPair } from './drift-test.ts'
import { mostFrequent } from './most-frequent.ts'
import { type Gap, numericGaps } from './numeric-gaps.ts'

/** How a distribution differs, in the terms of one plain sentence. Shares are 0 to 1. */
export type Change =
  | { readonly type: 'none' }
  /** One value took or lost a share of the rows: a default that crept in, a broken join. */
  | ({ readonly type: 'atom' } & Gap)
  | { readonly type: 'median'; readonly before: number; readonly after: number }
  /** The middle held still and the range between the 5th and 95th percentile did not. */
  | {
      readonly type: 'spread'
      readonly before: readonly [number, number]
      readonly after: readonly [number, number]
    }
  /** The share of values at or below the point where the two distribution functions are furthest apart. */
  | ({ readonly type: 'gap' } & Gap)
  /** The category whose share changed most. */
  | { readonly type: 'category'; readonly value: string; readonly before: number; readonly after: number }
  /** Categories the reference never held, together. */
  | {
      readonly type: 'unseen'
      readonly share: number
      readonly distinct: number
      readonly examples: readonly string[]
    }

/** An atom is worth a sentence when it explains at least half of the largest gap, and at least 1% of the rows. */
const atomPart = 0.5
const atomShare = 0.01
/** A median or spread is said to have moved from a tenth of the reference's 5th to 95th percentile range. */
const movedPart = 0.1

/** The plainest true statement about how the current window differs from the reference. */
export function changeOf(pair: ColumnPair): Change {
  return pair.kind === 'numeric' ? numericChange(pair) : categoricalChange(pair)
}

function numericChange(pair: NumericPair): Change {
  const { reference, current } = pair
  const { cumulative, atom } = numericGaps(pair)
  const difference = Math.abs(cumulative.after - cumulative.before)
  if (difference === 0) return { type: 'none' }
  const moved = Math.abs(atom.after - atom.before)
  if (moved >= atomShare && moved >= atomPart * difference && distinctCount(reference.ecdf) > 2) {
    return { type: 'atom', ...atom }
  }
  const at = (q: number) => [quantile(reference.ecdf, q), quantile(current.ecdf, q)] as const
  const [low, lowAfter] = at(0.05)
  const [before, after] = at(0.5)
  const [high, highAfter] = at(0.95)
  const step = movedPart * (high - low)
  if (before !== after && Math.abs(after - before) >= step) return { type: 'median', before, after }
  if (Math.abs(lowAfter - low) + Math.abs(highAfter - high) > 2 * step) {
    return { type: 'spread', before: [low, high], after: [lowAfter, highAfter] }
  }
  return { type: 'gap', ...cumulative }
}

function categoricalChange({
  reference,
  current,
  bins,
}: Extract<ColumnPair, { kind: 'categorical' }>): Change {
  let unseen = 0
  let largest = { value: '', before: 0, after: 0 }
  let farthest = 0
  const names: string[] = []
  for (let i = 0; i < bins.labels.length; i++) {
    const value = bins.labels[i] as string
    const before = (bins.reference[i] as number) / bins.referenceTotal
    const after = (bins.current[i] as number) / bins.currentTotal
    if (before === 0) {
      unseen += bins.current[i] as number
      names.push(value)
      continue
    }
    // Products of counts are exact, so that categories which moved alike tie, and the first is named.
    const moved = Math.abs(
      (bins.current[i] as number) * bins.referenceTotal - (bins.reference[i] as number) * bins.currentTotal,
    )
    if (moved > farthest) {
      farthest = moved
      largest = { value, before, after }
    }
  }
  const share = unseen / bins.currentTotal
  if (unseen > 0 && share >= Math.abs(largest.after - largest.before) / 2) {
    const counts = names.map(name => [name, current.counts.get(name) ?? 0] as const)
    return { type: 'unseen', share, distinct: names.length, examples: mostFrequent(counts, 3) }
  }
  return reference.counts.size === 0 || largest.before === largest.after
    ? { type: 'none' }
    : { type: 'category', ...largest }
}
