/**
 * The ranks of values from 1 up, ascending; equal values share the mean of their ranks (SciPy's `rankdata`). Values
 * have to be numbers; infinite ones are ranked as any other.
 */
export function midRanks(values: ArrayLike<number>): Float64Array {
  const at = (i: number) => values[i] as number
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) =>
    at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0,
  )
  const ranks = new Float64Array(values.length)
  for (let start = 0, end = 0; start < order.length; start = end) {
    const value = at(order[start] as number)
    while (end < order.length && at(order[end] as number) === value) end++
    for (let i = start; i < end; i++) ranks[order[i] as number] = (start + 1 + end) / 2
  }
  return ranks
}
