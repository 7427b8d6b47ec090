import type { Bounds } from './bounds.ts'
import { normalQuantile } from './normal-law.ts'

/**
 * Bounds of the probability behind `count` of `total` rows, each at the given one-sided confidence: Wilson's score
 * interval, without continuity correction. Of no rows they are 0 and 1. What is shown beside a share has this interval,
 * which covers as often as it says on average; what decides has the corrected one (`rate-bounds.ts`).
 *
 * Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212; SciPy's `binomtest(...).proportion_ci(method='wilson')`.
 */
export function wilsonBounds(count: number, total: number, confidence: number): Bounds {
  if (!(total > 0)) return { low: 0, high: 1 }
  const z = normalQuantile(confidence)
  const rate = count / total
  const centre = (count + (z * z) / 2) / (total + z * z)
  const reach = (z / (total + z * z)) * Math.sqrt(total * rate * (1 - rate) + (z * z) / 4)
  return {
    low: count <= 0 ? 0 : Math.max(0, centre - reach),
    high: count >= total ? 1 : Math.min(1, centre + reach),
  }
}
