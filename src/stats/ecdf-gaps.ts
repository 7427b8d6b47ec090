import type { Ecdf } from './ecdf.ts'
import { ecdfCount } from './ecdf-count.ts'

/** The distinct values of two samples, ascending, and F_a - F_b from each value up to the next. */
export interface EcdfGaps {
  readonly values: Float64Array
  readonly gaps: Float64Array
}

/**
 * The difference of two distribution functions, both non-empty.
 *
 * Every gap is one correctly rounded quotient of whole numbers, so that equal gaps compare as equal.
 */
export function ecdfGaps(a: Ecdf, b: Ecdf): EcdfGaps {
  const [n, m] = [ecdfCount(a), ecdfCount(b)]
  const values = new Float64Array(a.values.length + b.values.length)
  const gaps = new Float64Array(values.length)
  let [i, j, upToA, upToB, length] = [0, 0, 0, 0, 0]
  while (i < a.values.length || j < b.values.length) {
    const nextA = i < a.values.length ? (a.values[i] as number) : Number.POSITIVE_INFINITY
    const nextB = j < b.values.length ? (b.values[j] as number) : Number.POSITIVE_INFINITY
    if (nextA <= nextB) upToA = a.cumulative[i++] as number
    if (nextB <= nextA) upToB = b.cumulative[j++] as number
    values[length] = Math.min(nextA, nextB)
    gaps[length++] = (upToA * m - upToB * n) / (n * m)
  }
  return { values: values.subarray(0, length), gaps: gaps.subarray(0, length) }
}
