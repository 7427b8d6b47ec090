import { roundDouble } from '../profile/bucket-rounding.ts'
import { countBelow, countUpTo } from '../stats/counts-between.ts'
import { extremesOf } from '../stats/value-at.ts'
import type { ColumnPair } from './drift-test.ts'
import { mostFrequent } from './most-frequent.ts'

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
  // Any of them may be among those that the reference pooled: the most frequent, for all we know.
  const pooled = reference.pooled?.categories ?? 0
  const first = mostFrequent(unseen, pooled + 5)
  const doubtful = new Set(first.slice(0, pooled))
  const rows = unseen.reduce((sum, [value, count]) => sum + (doubtful.has(value) ? 0 : count), 0)
  return {
    rows,
    share: rows / bins.currentTotal,
    examples: first.slice(pooled),
    distinct: Math.max(0, unseen.length - pooled),
  }
}
