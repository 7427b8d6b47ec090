import { piecesOf } from './aligned-pieces.ts'
import type { Distribution } from './ecdf.ts'
import { distinctCount, ecdfCount } from './ecdf-count.ts'
import { kernelsOver } from './kernels.ts'
import { extremesOf, valueAt } from './value-at.ts'

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
 * Mean and population variance in one pass around the median, corrected for what the mean is off it, in ascending
 * order, so that one distribution has one answer to the last bit. Exactly 0 variance for one distinct value. Of an empty
 * ecdf the count is 0 and all else NaN.
 *
 * Source: T. F. Chan, G. H. Golub and R. J. LeVeque, Am. Stat. 37 (3), 1983, equation 1.7.
 */
export function moments(ecdf: Distribution): Moments {
  const known = computed.get(ecdf) ?? compute(ecdf)
  computed.set(ecdf, known)
  return known
}

/** A distribution never changes, and several figures of a column want its moments. */
const computed = new WeakMap<Distribution, Moments>()

function compute(ecdf: Distribution): Moments {
  const count = ecdfCount(ecdf)
  const [min, max] = extremesOf(ecdf)
  if (distinctCount(ecdf) <= 1) return { count, mean: min, variance: min - max, sd: min - max, min, max }
  const scale = powerOfTwoNear(Math.max(-min, max))
  // The median is within one standard deviation of the mean, so that little cancels below.
  const rough = valueAt(ecdf, Math.ceil(count / 2) - 1) / scale
  const { sum, squares } = deviations(ecdf, 1 / scale, rough)
  const drift = sum / count
  const variance = Math.max(0, squares / count - drift * drift)
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

/** Σ d and Σ d² over all values, with d = value·factor − centre, both by Kahan's compensated summation. */
function deviations(ecdf: Distribution, factor: number, centre: number) {
  const kernels = kernelsOver(ecdf)
  if (kernels !== undefined) {
    // The same loop, step by step, in kernels/deviations.ts.
    kernels.startDeviations()
    for (const { values, cumulative } of piecesOf(ecdf)) {
      kernels.deviations(values.byteOffset, cumulative.byteOffset, values.length, factor, centre)
    }
    return { sum: kernels.sum.value, squares: kernels.squares.value }
  }
  let [sum, sumError, squares, squaresError, before] = [0, 0, 0, 0, 0]
  for (const { values, cumulative } of piecesOf(ecdf)) {
    for (let i = 0; i < values.length; i++) {
      const deviation = (values[i] as number) * factor - centre
      const upTo = cumulative[i] as number
      const first = (upTo - before) * deviation - sumError
      const second = (upTo - before) * deviation * deviation - squaresError
      before = upTo
      const nextSum = sum + first
      const nextSquares = squares + second
      sumError = nextSum - sum - first
      squaresError = nextSquares - squares - second
      sum = nextSum
      squares = nextSquares
    }
  }
  return { sum, squares }
}
