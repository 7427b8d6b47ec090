/** The first index whose element is not below `bound`; the length when all are. The array ascends. */
export function lowerBound(ascending: Float64Array, bound: number): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] as number) < bound) low = middle + 1
    else high = middle
  }
  return low
}
