/** The names that occur most often, those first that do so more often (ties by UTF-16), at most so many. */
export function mostFrequent(
  counts: readonly (readonly [name: string, count: number])[],
  most: number,
): readonly string[] {
  // Of thousands of categories few are worth comparing with each other.
  const least =
    Float64Array.from(counts, ([, count]) => count)
      .sort()
      .at(-most) ?? Number.NEGATIVE_INFINITY
  return counts
    .filter(([, count]) => count >= least)
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([name]) => name)
}
