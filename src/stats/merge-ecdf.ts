import type { Ecdf } from '../profile/profile.ts'

/** The ecdf of both samples together: counts of equal values are added, so the merge is exact. */
export function mergeEcdf(a: Ecdf, b: Ecdf): Ecdf {
  const values = new Float64Array(a.values.length + b.values.length)
  const counts = new Float64Array(values.length)
  let [i, j, length] = [0, 0, 0]
  while (i < a.values.length || j < b.values.length) {
    const left = a.values[i] ?? Number.POSITIVE_INFINITY
    const right = b.values[j] ?? Number.POSITIVE_INFINITY
    values[length] = Math.min(left, right)
    let count = 0
    if (left <= right) count += a.counts[i++] as number
    if (right <= left) count += b.counts[j++] as number
    counts[length++] = count
  }
  return { values: values.slice(0, length), counts: counts.slice(0, length) }
}
