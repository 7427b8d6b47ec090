import {
  distinctEstimate,
  mergeSketches,
  noteDistinct,
  sketchError,
  sketchSize,
} from '../stats/distinct-sketch.ts'
import type { Ecdf } from '../stats/ecdf.ts'
import { ecdfCount } from '../stats/ecdf-count.ts'
import { addSums, type ExactSums, exactSummer, momentsOfSums } from '../stats/exact-sums.ts'
import { mergeEcdf } from '../stats/merge-ecdf.ts'
import { type Moments, moments } from '../stats/moments.ts'
import { fittingGrid } from './bucket-bytes.ts'
import { roundEcdf } from './bucket-rounding.ts'

/**
 * A numeric column counted in buckets: all of it a function of the values alone, not of their order or of how they were
 * cut into parts. Exact, each value its own bucket, while `dropped` is 0.
 */
export interface BucketCounts {
  readonly rows: number
  readonly nulls: number
  readonly infinite: number
  /** Low bits of a double that the grid leaves away. */
  readonly dropped: number
  /** Of the finite values: the double that stands for each bucket, and cumulative counts. */
  readonly ecdf: Ecdf
  /** The finite values' extremes; NaN without values. */
  readonly min: number
  readonly max: number
  /** What the buckets alone no longer tell; only when not exact. */
  readonly beside?: { readonly sums: ExactSums; readonly sketch: Uint8Array }
}

/** Both windows' column together: equal to counting them as one, whatever the order. */
export function mergeCounts(a: BucketCounts, b: BucketCounts): BucketCounts {
  const dropped = Math.max(a.dropped, b.dropped)
  const merged = {
    rows: a.rows + b.rows,
    nulls: a.nulls + b.nulls,
    infinite: a.infinite + b.infinite,
    dropped,
    ecdf: mergeEcdf(roundEcdf(a.ecdf, dropped), roundEcdf(b.ecdf, dropped)),
    min: lesser(a.min, b.min),
    max: -lesser(-a.max, -b.max),
  }
  if (dropped === 0) return merged
  const [left, right] = [besideOf(a), besideOf(b)]
  const sketch = mergeSketches(left.sketch, right.sketch)
  return { ...merged, beside: { sums: addSums(left.sums, right.sums), sketch } }
}

/** NaN stands for no value. */
function lesser(a: number, b: number): number {
  return Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.min(a, b)
}

/** The same column on the finest grid on which its buckets take at most so many bytes. */
export function fitCounts(counts: BucketCounts, bytes: number): BucketCounts {
  return coarsen(counts, fittingGrid(counts.ecdf, counts.dropped, bytes))
}

/** The same column on a grid at least as coarse as its own. */
export function coarsen(counts: BucketCounts, dropped: number): BucketCounts {
  if (dropped === counts.dropped) return counts
  return { ...counts, dropped, ecdf: roundEcdf(counts.ecdf, dropped), beside: besideOf(counts) }
}

function besideOf({ beside, ecdf }: BucketCounts): Required<BucketCounts>['beside'] {
  if (beside !== undefined) return beside
  const summer = exactSummer()
  summer.add(ecdf)
  const sketch = new Uint8Array(sketchSize)
  noteDistinct(sketch, ecdf.values)
  return { sums: summer.sums(), sketch }
}

/** Mean, population variance and standard deviation of the finite values, of which there must be one. */
export function momentsOfCounts({ ecdf, min, max, beside }: BucketCounts): Moments {
  if (beside === undefined) return moments(ecdf)
  return { ...momentsOfSums(beside.sums, ecdfCount(ecdf)), min, max }
}

/** How many different finite values there are: the best figure, and what it may be at four standard errors. */
export function distinctOfCounts({ ecdf, beside }: BucketCounts): {
  readonly distinct: number
  readonly range: readonly [low: number, high: number]
} {
  const buckets = ecdf.values.length
  if (beside === undefined) return { distinct: buckets, range: [buckets, buckets] }
  const most = ecdfCount(ecdf)
  const within = (count: number) => Math.min(most, Math.max(buckets, Math.round(count)))
  const estimate = within(distinctEstimate(beside.sketch))
  const spread = 4 * sketchError
  return { distinct: estimate, range: [within(estimate / (1 + spread)), within(estimate / (1 - spread))] }
}
