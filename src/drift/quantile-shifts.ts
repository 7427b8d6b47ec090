import { bucketEnds } from '../profile/bucket-rounding.ts'
import type { NumericProfile } from '../profile/profile.ts'
import type { Distribution } from '../stats/ecdf.ts'
import { ecdfCount } from '../stats/ecdf-count.ts'
import { orderRank } from '../stats/order-rank.ts'
import { quantile } from '../stats/quantile.ts'
import { valueAt } from '../stats/value-at.ts'

/** One quantile before and after, in the column's units, and how sure the shift is. */
export interface QuantileShift {
  /** Which quantile, 0 to 1. */
  readonly level: number
  readonly reference: number
  readonly current: number
  /** Current − reference; infinite beyond a double's range. */
  readonly shift: number
  /** The interval's ends; absent where a window is too short to bound it. */
  readonly low?: number
  readonly high?: number
}

const levels = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]

/**
 * How far quantiles moved, each with an interval that holds the true shift with probability about 1 − alpha. Quantiles
 * are NumPy's; either window's is bounded by the order statistics of the binomial law (David and Nagaraja 2003, 7.1),
 * which asks nothing of the distribution, and the bounds of both are joined to those of the difference by squares
 * (MOVER: G. Y. Zou and A. Donner, Stat. Med. 27, 2008). Where values were rounded to buckets, a bound is the bucket's end.
 */
export function quantileShifts(
  reference: NumericProfile<Distribution>,
  current: NumericProfile<Distribution>,
  alpha: number,
): readonly QuantileShift[] {
  return levels.map(level => {
    const [before, after] = [bounded(reference, level, alpha), bounded(current, level, alpha)]
    const shift = after.at - before.at
    const low = shift - Math.hypot(after.at - after.low, before.high - before.at)
    const high = shift + Math.hypot(after.high - after.at, before.at - before.low)
    return {
      level,
      reference: before.at,
      current: after.at,
      shift,
      ...(Number.isFinite(low) ? { low } : {}),
      ...(Number.isFinite(high) ? { high } : {}),
    }
  })
}

/** A window's quantile between its bounds, which are infinite where the window is too short to give one. */
function bounded({ ecdf, rounding }: NumericProfile<Distribution>, level: number, alpha: number) {
  const n = ecdfCount(ecdf)
  const at = quantile(ecdf, level)
  const dropped = rounding?.dropped ?? 0
  const ranked = (rank: number) => valueAt(ecdf, rank - 1)
  const [low, high] = [orderRank(n, level, alpha / 2), n + 1 - orderRank(n, 1 - level, alpha / 2)]
  return {
    at,
    low: low < 1 ? Number.NEGATIVE_INFINITY : Math.min(at, bucketEnds(ranked(low), dropped)[0]),
    high: high > n ? Number.POSITIVE_INFINITY : Math.max(at, bucketEnds(ranked(high), dropped)[1]),
  }
}
