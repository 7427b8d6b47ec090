import type { Bounds } from './bounds.ts'
import { normalQuantile } from './normal-law.ts'

/**
 * Bounds of the probability behind `count` of `total` > 0 rows, each missing it with probability `alpha` ≤ 0.5: Wilson's
 * score interval, without the continuity correction of `rateBounds`: an interval of a difference is built of it.
 * Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212; R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872,
 * method 3.
 */
export function scoreBounds(count: number, total: number, alpha: number): Bounds {
  const z = -normalQuantile(alpha)
  return { low: lowerBound(count, total, z), high: 1 - lowerBound(total - count, total, z) }
}

function lowerBound(count: number, total: number, z: number): number {
  if (count <= 0) return 0
  const root = z * Math.sqrt(z * z + (4 * count * (total - count)) / total)
  return Math.max(0, (2 * count + z * z - root) / (2 * (total + z * z)))
}
