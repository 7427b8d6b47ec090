import type { Ecdf } from '../profile/profile.ts'
import { ecdfCount } from '../stats/ecdf-count.ts'

/** A point and a share of the rows in either window, 0 to 1. */
export interface Gap {
  readonly at: number
  readonly before: number
  readonly after: number
}

/**
 * Walks both distributions once. `cumulative` is the point where the distribution functions are furthest apart, with
 * the shares at or below it; `atom` is the single value whose own share changed most. The smallest point wins a tie.
 */
export function numericGaps(
  reference: Ecdf,
  current: Ecdf,
): { readonly cumulative: Gap; readonly atom: Gap } {
  const [n, m] = [ecdfCount(reference), ecdfCount(current)]
  const { values: x, counts: p } = reference
  const { values: y, counts: q } = current
  let [i, j, below, belowAfter] = [0, 0, 0, 0]
  let [gap, gapAt, gapBelow, gapBelowAfter] = [-1, 0, 0, 0]
  let [jump, jumpAt, jumpBefore, jumpAfter] = [-1, 0, 0, 0]
  while (i < x.length || j < y.length) {
    const left = i < x.length ? (x[i] as number) : Number.POSITIVE_INFINITY
    const right = j < y.length ? (y[j] as number) : Number.POSITIVE_INFINITY
    const at = Math.min(left, right)
    const before = left === at ? (p[i++] as number) / n : 0
    const after = right === at ? (q[j++] as number) / m : 0
    below += before
    belowAfter += after
    if (Math.abs(after - before) > jump)
      [jump, jumpAt, jumpBefore, jumpAfter] = [Math.abs(after - before), at, before, after]
    if (Math.abs(belowAfter - below) > gap)
      [gap, gapAt, gapBelow, gapBelowAfter] = [Math.abs(belowAfter - below), at, below, belowAfter]
  }
  return {
    cumulative: { at: gapAt, before: gapBelow, after: gapBelowAfter },
    atom: { at: jumpAt, before: jumpBefore, after: jumpAfter },
  }
}
