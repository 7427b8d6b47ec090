import { type Distribution, isLong } from './ecdf.ts'
import { ecdfCount } from './ecdf-count.ts'
import { lowerBound } from './lower-bound.ts'

/** How many values lie between ascending inner edges: one more bin than edges, [edge, next edge), the outer ones open. */
export function countsBetween(ecdf: Distribution, edges: ArrayLike<number>): Float64Array {
  const counts = new Float64Array(edges.length + 1)
  let before = 0
  for (let bin = 0; bin < edges.length; bin++) {
    const below = countBelow(ecdf, edges[bin] as number)
    counts[bin] = below - before
    before = below
  }
  counts[edges.length] = ecdfCount(ecdf) - before
  return counts
}

/** How many values are strictly below a bound. */
export function countBelow(ecdf: Distribution, bound: number): number {
  if (isLong(ecdf)) return ecdf.countBelow(bound)
  const { values, cumulative } = ecdf
  const index = lowerBound(values, bound)
  return index === 0 ? 0 : (cumulative[index - 1] as number)
}

/** How many values are at or below a bound. */
export function countUpTo(ecdf: Distribution, bound: number): number {
  if (isLong(ecdf)) return ecdf.countUpTo(bound)
  const { values, cumulative } = ecdf
  const index = lowerBound(values, bound)
  if (values[index] === bound) return cumulative[index] as number
  return index === 0 ? 0 : (cumulative[index - 1] as number)
}

/** How many different values are strictly below a bound. */
export function distinctBelow(ecdf: Distribution, bound: number): number {
  return isLong(ecdf) ? ecdf.distinctBelow(bound) : lowerBound(ecdf.values, bound)
}

/** How many different values are strictly below a bound, how many values are, and how many are at or below it. */
export function countsAround(
  ecdf: Distribution,
  bound: number,
): { readonly distinct: number; readonly below: number; readonly upTo: number } {
  const distinct = distinctBelow(ecdf, bound)
  if (isLong(ecdf)) return { distinct, below: ecdf.countBelow(bound), upTo: ecdf.countUpTo(bound) }
  const { values, cumulative } = ecdf
  const below = distinct === 0 ? 0 : (cumulative[distinct - 1] as number)
  return { distinct, below, upTo: values[distinct] === bound ? (cumulative[distinct] as number) : below }
}
