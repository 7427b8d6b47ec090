import type { Ecdf } from '../profile/profile.ts'
import { ecdfCount } from './ecdf-count.ts'

export interface Moments {
  readonly count: number
  readonly mean: number
  /** Population variance, divisor `count`. Infinite or 0 when out of a double's range; then `sd` still holds. */
  readonly variance: number
  /** Population standard deviation. */
  readonly sd: number
  readonly min: number
  readonly max: number
}

/**
 * Mean and population variance by the corrected two-pass algorithm, in ascending order of values, so that
 * one distribution has one answer to the last bit. Exactly 0 variance for one distinct value. Of an empty
 * ecdf the count is 0 and all else NaN.
 *
 * Source: T. F. Chan, G. H. Golub and R. J. LeVeque, Am. Stat. 37 (3), 1983, equation 1.7; sums after Neumaier.
 */
export function moments(ecdf: Ecdf): Moments {
  const { values } = ecdf
  const count = ecdfCount(ecdf)
  const min = values[0] ?? Number.NaN
  const max = values[values.length - 1] ?? Number.NaN
  if (values.length <= 1) return { count, mean: min, variance: min - max, sd: min - max, min, max }
  const scale = powerOfTwoNear(Math.max(-min, max))
  const rough = sum(ecdf, value => value / scale) / count
  const drift = sum(ecdf, value => value / scale - rough) / count
  const squares = sum(ecdf, value => (value / scale - rough) ** 2) / count
  const variance = Math.max(0, squares - drift * drift)
  return {
    count,
    mean: (rough + drift) * scale,
    variance: variance * scale * scale,
    sd: Math.sqrt(variance) * scale,
    min,
    max,
  }
}

/** Dividing by it loses no bit and keeps the square of any value within range. */
function powerOfTwoNear(magnitude: number): number {
  return 2 ** Math.max(-1022, Math.min(1023, Math.floor(Math.log2(magnitude))))
}

/** Σ count · term(value), with the rounding error of every addition carried along. */
function sum({ values, counts }: Ecdf, term: (value: number) => number): number {
  let total = 0
  let error = 0
  for (let i = 0; i < values.length; i++) {
    const addend = (counts[i] as number) * term(values[i] as number)
    const next = total + addend
    error += Math.abs(total) >= Math.abs(addend) ? total - next + addend : addend - next + total
    total = next
  }
  return total + error
}
