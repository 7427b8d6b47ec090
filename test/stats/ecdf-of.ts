import type { Ecdf } from '../../src/stats/ecdf.ts'

/** The ecdf of a list, by the shortest way there is. -0 counts as 0. */
export function ecdfOf(list: readonly number[]): Ecdf {
  const counts = new Map<number, number>()
  for (const value of list) counts.set(value + 0, (counts.get(value + 0) ?? 0) + 1)
  const values = Float64Array.from(counts.keys()).sort()
  let total = 0
  return { values, cumulative: values.map(value => (total += counts.get(value) as number)) }
}
