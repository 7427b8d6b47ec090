import { roundDouble } from '../profile/bucket-rounding.ts'
import { countBelow, countUpTo } from '../stats/counts-between.ts'
import { extremesOf } from '../stats/value-at.ts'
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

/** Of rounded values, those beyond the bucket that holds the extreme; where extremes are private, none can be said to be. */
function beyondRange({ given, bins }: Extract<ColumnPair, { kind: 'numeric' }>): OutsideReference {
  const { reference, current } = given
  const extremes = reference.rounding ? reference.rounding.extremes : extremesOf(reference.ecdf)
  if (extremes === undefined) return { rows: 0, share: 0, examples: [], distinct: 0 }
  const dropped = current.rounding?.dropped ?? 0
  const [min, max] = extremes.map(value => roundDouble(value, dropped)) as [number, number]
  const rows = countBelow(current.ecdf, min) + bins.currentTotal - countUpTo(current.ecdf, max)
  return { rows, share: rows / bins.currentTotal, examples: [], distinct: 0 }
}

function newCategories({
  reference,
  current,
  bins,
}: Extract<ColumnPair, { kind: 'categorical' }>): OutsideReference {
  const unseen = [...current.counts].filter(([value]) => !reference.counts.has(value))
  unseen.sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
  // Any of them may be among those that the reference pooled: the most frequent, for all we know.
  unseen.splice(0, reference.pooled?.categories ?? 0)
  const rows = unseen.reduce((sum, [, count]) => sum + count, 0)
  const examples = unseen.slice(0, 5).map(([value]) => value)
  return { rows, share: rows / bins.currentTotal, examples, distinct: unseen.length }
}
