import { isInterval, lowerEnd } from '../profile/bucket-rounding.ts'
import type { NumericProfile } from '../profile/profile.ts'
import { countAt, ecdfCount } from '../stats/ecdf-count.ts'
import { type EcdfDistance, ecdfDistance } from '../stats/ecdf-distance.ts'

/** A distance of which only bounds are known: `gap` and `area` are the smallest that the buckets allow. */
export interface RoundedDistance extends EcdfDistance {
  /** How much larger the gap and the area may be. */
  readonly error: { readonly gap: number; readonly area: number }
}

/**
 * The distance of two profiles on one grid. At every point of the grid both distribution functions are known, so that the
 * largest gap at points is one of the values themselves, and no value within an interval can add more than `error.gap`.
 * What was moved from rare buckets (private profiles) counts against the gap and the area.
 */
export function roundedDistance(reference: NumericProfile, current: NumericProfile): RoundedDistance {
  const distance = ecdfDistance(reference.ecdf, current.ecdf)
  const sides = [reference, current]
  const moved = sides.reduce((sum, side) => sum + (side.rounding?.moved?.share ?? 0), 0)
  const blurred = sides.reduce((sum, side) => sum + blur(side), 0)
  const gap = Math.max(0, Math.abs(distance.gap) - moved)
  const area = Math.max(0, distance.area - blurred)
  const most = Math.min(1, largestGap(reference, current) + moved)
  return {
    ...distance,
    gap: Math.sign(distance.gap) * gap,
    area,
    error: { gap: Math.max(0, most - gap), area: distance.area + blurred - area },
  }
}

/** How far at most the values lie from the doubles that stand for them, on average. */
function blur({ ecdf, rounding }: NumericProfile): number {
  if (rounding === undefined) return 0
  const count = ecdfCount(ecdf)
  let sum = 0
  for (let i = 0; i < ecdf.values.length; i++) {
    const value = ecdf.values[i] as number
    sum += Math.abs(value - lowerEnd(value, rounding.dropped)) * (countAt(ecdf, i) / count)
  }
  return sum + (rounding.moved?.area ?? 0)
}

/** The largest gap that values within the intervals could have: all of one window's before all of the other's. */
function largestGap(reference: NumericProfile, current: NumericProfile): number {
  const dropped = Math.max(reference.rounding?.dropped ?? 0, current.rounding?.dropped ?? 0)
  const [a, b] = [reference.ecdf, current.ecdf]
  const [n, m] = [ecdfCount(a), ecdfCount(b)]
  let [i, j, upToA, upToB, largest] = [0, 0, 0, 0, 0]
  while (i < a.values.length || j < b.values.length) {
    const value = Math.min(a.values[i] ?? Infinity, b.values[j] ?? Infinity)
    const [beforeA, beforeB] = [upToA, upToB]
    if (a.values[i] === value) upToA = a.cumulative[i++] as number
    if (b.values[j] === value) upToB = b.cumulative[j++] as number
    const gaps = [upToA * m - upToB * n]
    if (isInterval(value, dropped)) gaps.push(upToA * m - beforeB * n, upToB * n - beforeA * m)
    largest = Math.max(largest, ...gaps.map(Math.abs))
  }
  return largest / (n * m)
}
