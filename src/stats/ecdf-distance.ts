import { alignedPieces } from './aligned-pieces.ts'
import type { Distribution, Ecdf } from './ecdf.ts'
import { ecdfCount } from './ecdf-count.ts'
import { kernelsOver } from './kernels.ts'
import { extremesOf } from './value-at.ts'

/** How far apart two distribution functions are. */
export interface EcdfDistance {
  /** The F_a − F_b of largest size, signed: Kolmogorov and Smirnov's. 0 for equal distributions. */
  readonly gap: number
  /** Where the first such gap begins. */
  readonly gapAt: number
  /** ∫ |F_a − F_b| dx, in the values' unit: Wasserstein's. Infinite when beyond a double's range. */
  readonly area: number
  /** The value whose own share differs most between the two; the first of several. */
  readonly atom: number
}

/**
 * Walks two distributions once, both non-empty, without keeping anything: 20 ms for 1,000,000 distinct values each.
 * Every gap is one correctly rounded quotient of whole numbers, so that equal gaps compare as equal.
 */
export function ecdfDistance(a: Distribution, b: Distribution): EcdfDistance {
  const kernels = kernelsOver(a, b)
  if (kernels === undefined) return walk(a, b)
  // The same walk, step by step, in kernels/distance.ts.
  kernels.startDistance(ecdfCount(a), ecdfCount(b), extremesOf(a)[0])
  const placeOf = ({ values, cumulative }: Ecdf) =>
    [values.byteOffset, cumulative.byteOffset, values.length] as const
  for (const [partA, partB] of alignedPieces(a, b)) kernels.distance(...placeOf(partA), ...placeOf(partB))
  const { gap, gapAt, area, atom } = kernels
  return { gap: gap.value, gapAt: gapAt.value, area: area.value, atom: atom.value }
}

function walk(wholeA: Distribution, wholeB: Distribution): EcdfDistance {
  const [n, m] = [ecdfCount(wholeA), ecdfCount(wholeB)]
  const [start] = extremesOf(wholeA)
  let [upToA, upToB, before, gap] = [0, 0, 0, 0]
  let [largest, largestAt, area, jump, atom] = [0, start, 0, 0, start]
  for (const [a, b] of alignedPieces(wholeA, wholeB)) {
    let [i, j] = [0, 0]
    while (i < a.values.length || j < b.values.length) {
      const nextA = i < a.values.length ? (a.values[i] as number) : Number.POSITIVE_INFINITY
      const nextB = j < b.values.length ? (b.values[j] as number) : Number.POSITIVE_INFINITY
      const value = Math.min(nextA, nextB)
      // Skipped when 0, as the width may be infinite.
      if (gap !== 0) area += Math.abs(gap) * (value - before)
      if (nextA <= nextB) upToA = a.cumulative[i++] as number
      if (nextB <= nextA) upToB = b.cumulative[j++] as number
      const next = (upToA * m - upToB * n) / (n * m)
      if (Math.abs(next) > Math.abs(largest)) {
        largest = next
        largestAt = value
      }
      if (Math.abs(next - gap) > jump) {
        jump = Math.abs(next - gap)
        atom = value
      }
      gap = next
      before = value
    }
  }
  return { gap: largest, gapAt: largestAt, area, atom }
}
