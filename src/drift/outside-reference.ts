import { countBelow, countUpTo } from '../stats/counts-between.ts'
import type { ColumnPair } from './drift-test.ts'

/** What the current window holds that the reference never held: new categories, or numbers beyond its range. */
export interface OutsideReference {
  /** Rows of the current window. */
  readonly rows: number
  /** Of its non-null values, 0 to 1. */
  readonly share: number
  /** New categories, most frequent first (ties by code point), at most five. */
  readonly examples: readonly string[]
  /** How many different new categories there are; 0 for numbers. */
  readonly distinct: number
}

export function outsideReference(pair: ColumnPair): OutsideReference {
  return pair.kind === 'numeric' ? beyondRange(pair) : newCategories(pair)
}

function beyondRange({
  reference,
  current,
  bins,
}: Extract<ColumnPair, { kind: 'numeric' }>): OutsideReference {
  const [min, max] = [reference.ecdf.values[0] as number, reference.ecdf.values.at(-1) as number]
  const rows = countBelow(current.ecdf, min) + bins.currentTotal - countUpTo(current.ecdf, max)
  return { rows, share: rows / bins.currentTotal, examples: [], distinct: 0 }
}

function newCategories({
  reference,
  current,
  bins,
}: Extract<ColumnPair, { kind: 'categorical' }>): OutsideReference {
  const unseen = [...current.counts].filter(([value]) => !reference.counts.has(value))
  const rows = unseen.reduce((sum, [, count]) => sum + count, 0)
  unseen.sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
  const examples = unseen.slice(0, 5).map(([value]) => value)
  return { rows, share: rows / bins.currentTotal, examples, distinct: unseen.length }
}
