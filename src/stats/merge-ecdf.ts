import type { Ecdf } from './ecdf.ts'

/** The ecdf of both samples together: counts of equal values are added, so the merge is exact. */
export function mergeEcdf(a: Ecdf, b: Ecdf): Ecdf {
  const values = new Float64Array(a.values.length + b.values.length)
  const cumulative = new Float64Array(values.length)
  let [i, j, upToA, upToB, length] = [0, 0, 0, 0, 0]
  while (i < a.values.length || j < b.values.length) {
    const left = a.values[i] ?? Number.POSITIVE_INFINITY
    const right = b.values[j] ?? Number.POSITIVE_INFINITY
    if (left <= right) upToA = a.cumulative[i++] as number
    if (right <= left) upToB = b.cumulative[j++] as number
    values[length] = Math.min(left, right)
    cumulative[length++] = upToA + upToB
  }
  return { values: values.slice(0, length), cumulative: cumulative.slice(0, length) }
}
