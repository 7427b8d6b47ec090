import { normalQuantile } from './normal-law.ts'
import { studentTTwoSided } from './student-t-two-sided.ts'

/**
 * The t that Student's law with `dof` ≥ 1 degrees of freedom exceeds with probability 1 - p, for 0.5 ≤ p < 1: the
 * inverse of its two-sided tail, by bisection between the normal quantile, which is smaller, and the first double of it
 * that is large enough. Relative error about 1e-12.
 */
export function studentTQuantile(p: number, dof: number): number {
  const tail = 2 * (1 - p)
  let low = normalQuantile(p)
  if (low === 0) return 0
  let high = low
  while (studentTTwoSided(high, dof) > tail) high *= 2
  while (high - low > 1e-13 * high) {
    const middle = low + (high - low) / 2
    if (studentTTwoSided(middle, dof) > tail) low = middle
    else high = middle
  }
  return low + (high - low) / 2
}
