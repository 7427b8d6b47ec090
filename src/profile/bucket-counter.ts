import { noteDistinct, sketchSize } from '../stats/distinct-sketch.ts'
import type { Ecdf } from '../stats/ecdf.ts'
import { type ExactSummer, exactSummer } from '../stats/exact-sums.ts'
import { mergeEcdf } from '../stats/merge-ecdf.ts'
import type { BucketCounts } from './bucket-counts.ts'
import { finestGrid, roundDouble, roundEcdf } from './bucket-rounding.ts'
import { numericProfile } from './numeric-profile.ts'

/** Counts a numeric column of any length in memory that does not depend on the length. */
export interface BucketCounter {
  /** Takes further values, one a row, NaN for null. They are copied. */
  add(values: Float64Array): void
  /** What was counted: the same whatever the order of the values, or how they were cut into calls. */
  counts(): BucketCounts
}

/** Buckets held at most: ten times as many as a profile keeps, and 4 MiB. */
const mostBuckets = 2 ** 18
/** Values sorted at a time: small enough for the caches, large enough that merging them in costs less than sorting. */
const batchSize = 2 ** 17

/**
 * Counts exactly while there are at most so many different values, and on the finest grid that has at most so many
 * non-empty buckets from then on.
 */
export function bucketCounter(most = mostBuckets): BucketCounter {
  const batch = new Float64Array(batchSize)
  let filled = 0
  let [rows, nulls, infinite, dropped] = [0, 0, 0, 0]
  let [min, max] = [Number.NaN, Number.NaN]
  let total: Ecdf = { values: new Float64Array(0), cumulative: new Float64Array(0) }
  let beside: { readonly summer: ExactSummer; readonly sketch: Uint8Array } | undefined

  const note = (ecdf: Ecdf) => {
    beside ??= { summer: exactSummer(), sketch: new Uint8Array(sketchSize) }
    beside.summer.add(ecdf)
    noteDistinct(beside.sketch, ecdf.values)
  }
  const absorb = () => {
    const sorted = numericProfile(batch.subarray(0, filled))
    rows += sorted.rows
    nulls += sorted.nulls
    infinite += sorted.infinite
    filled = 0
    const { values } = sorted.ecdf
    if (values.length === 0) return
    min = Math.min(values[0] as number, Number.isNaN(min) ? Infinity : min)
    max = Math.max(values.at(-1) as number, Number.isNaN(max) ? -Infinity : max)
    if (dropped > 0) note(sorted.ecdf)
    total = mergeEcdf(total, roundEcdf(sorted.ecdf, dropped))
    if (total.values.length <= most) return
    if (dropped === 0) note(total)
    dropped = finestGrid(dropped, grid => bucketsOn(total, grid) <= most)
    total = roundEcdf(total, dropped)
  }
  return {
    add(values) {
      for (let at = 0; at < values.length; ) {
        const part = values.subarray(at, at + batchSize - filled)
        batch.set(part, filled)
        filled += part.length
        at += part.length
        if (filled === batchSize) absorb()
      }
    },
    counts() {
      absorb()
      const counts = { rows, nulls, infinite, dropped, ecdf: total, min, max }
      return beside === undefined
        ? counts
        : { ...counts, beside: { sums: beside.summer.sums(), sketch: beside.sketch.slice() } }
    },
  }
}

function bucketsOn({ values }: Ecdf, dropped: number): number {
  if (dropped <= 1) return values.length
  let buckets = 0
  let before = Number.NaN
  for (let i = 0; i < values.length; i++) {
    const value = roundDouble(values[i] as number, dropped)
    if (value !== before) buckets++
    before = value
  }
  return buckets
}
