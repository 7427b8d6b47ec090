import { lowerBound } from './lower-bound.ts'

/**
 * The ranks of values from 1 up, ascending; equal values share the mean of their ranks (SciPy's `rankdata`). Values
 * have to be numbers; infinite ones are ranked as any other.
 */
export function midRanks(values: ArrayLike<number>): Float64Array {
  // Sorted by the engine, without a comparison of ours, and looked up: several times faster than sorting indices.
  const distinct = Float64Array.from(values).sort()
  const ranks = new Float64Array(distinct.length)
  let kinds = 0
  for (let start = 0, end = 0; start < distinct.length; start = end) {
    const value = distinct[start] as number
    while (end < distinct.length && distinct[end] === value) end++
    ranks[kinds] = (start + 1 + end) / 2
    distinct[kinds++] = value
  }
  const known = distinct.subarray(0, kinds)
  return Float64Array.from(values, value => ranks[lowerBound(known, value)] as number)
}
