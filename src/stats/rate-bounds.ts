import type { Bounds } from './bounds.ts'
import { normalQuantile } from './normal-law.ts'

/**
 * Bounds of the probability behind `count` of `total` rows, each at the given confidence: Wilson's score interval with
 * continuity correction. Of no rows they are 0 and 1. Counts need not be whole.
 *
 * The correction is there because the bare score interval keeps its promise on average only: one null in 20 rows
 * "proves" more than 1% nulls in 18% of clean windows at a nominal 5%; with it, 1.7%.
 * Source: R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, method 4; SciPy's `wilsoncc`.
 */
export function rateBounds(count: number, total: number, confidence: number): Bounds {
  if (!(total > 0)) return { low: 0, high: 1 }
  return {
    low: lowerBound(count, total, confidence),
    high: 1 - lowerBound(total - count, total, confidence),
  }
}

function lowerBound(count: number, total: number, confidence: number): number {
  if (count <= 0) return 0
  const z = normalQuantile(confidence)
  const square = z * z
  const rate = count / total
  const root = square - 2 - 1 / total + 4 * rate * (total - count + 1)
  const bound = (2 * count + square - 1 - z * Math.sqrt(Math.max(0, root))) / (2 * (total + square))
  return Math.max(0, Math.min(rate, bound))
}
