import type { Ecdf } from './ecdf.ts'
import { countAt } from './ecdf-count.ts'

/** How many of each of two samples are equal to every distinct value of both, in ascending order. */
export interface PooledCounts {
  readonly first: Float64Array
  readonly second: Float64Array
}

/** Two samples counted over their pooled distinct values: the same ones, in the same order, as `ecdfGaps`. */
export function pooledCounts(a: Ecdf, b: Ecdf): PooledCounts {
  const first = new Float64Array(a.values.length + b.values.length)
  const second = new Float64Array(first.length)
  let [i, j, length] = [0, 0, 0]
  while (i < a.values.length || j < b.values.length) {
    const nextA = i < a.values.length ? (a.values[i] as number) : Number.POSITIVE_INFINITY
    const nextB = j < b.values.length ? (b.values[j] as number) : Number.POSITIVE_INFINITY
    if (nextA <= nextB) first[length] = countAt(a, i++)
    if (nextB <= nextA) second[length] = countAt(b, j++)
    length++
  }
  return { first: first.subarray(0, length), second: second.subarray(0, length) }
}
