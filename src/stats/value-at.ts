import { type Distribution, isLong } from './ecdf.ts'
import { countAt } from './ecdf-count.ts'
import { lowerBound } from './lower-bound.ts'

/** The value at this place, from 0 to one less than their number, of all values in ascending order. */
export function valueAt(distribution: Distribution, place: number): number {
  if (isLong(distribution)) return distribution.valueAt(place)
  return distribution.values[lowerBound(distribution.cumulative, place + 1)] as number
}

/** The value at a place, and how often it occurs. */
export function runAt(
  distribution: Distribution,
  place: number,
): { readonly value: number; readonly times: number } {
  if (isLong(distribution)) {
    const value = distribution.valueAt(place)
    return { value, times: distribution.countUpTo(value) - distribution.countBelow(value) }
  }
  const index = lowerBound(distribution.cumulative, place + 1)
  return { value: distribution.values[index] as number, times: countAt(distribution, index) }
}

/** The smallest and the largest value; NaN of an empty distribution. */
export function extremesOf(distribution: Distribution): readonly [min: number, max: number] {
  if (isLong(distribution)) return [distribution.min, distribution.max]
  const { values } = distribution
  return [values[0] ?? Number.NaN, values[values.length - 1] ?? Number.NaN]
}
