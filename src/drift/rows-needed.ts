import { noncentralChiSquareUpper } from '../stats/noncentral-chi-square-upper.ts'
import { noncentralCritical } from '../stats/noncentrality.ts'

/** A change this much past the tolerated PSI is one that a gate must not miss: 0.25 at the default of 0.1. */
const margin = 0.15
/** The usual chance to see it. */
const power = 0.8

export interface Level {
  readonly alpha: number
  readonly minEffect: number
}

/** The PSI that a window must be large enough to show. */
export function noticeable({ minEffect }: Level): number {
  return minEffect + margin
}

/**
 * N = nm/(n + m) from which the calibrated PSI of `dof` + 1 bins finds a PSI of `noticeable` in four windows of five, by
 * the noncentral chi-square law on both sides.
 */
export function sizeNeeded(dof: number, level: Level): number {
  const key = `${dof} ${level.alpha} ${level.minEffect}`
  const known = computed.get(key) ?? compute(dof, level)
  computed.set(key, known)
  return known
}

/** Most columns of a window have as many bins. */
const computed = new Map<string, number>()

/** Whether N is above `sizeNeeded` by more than the digits that it is computed to: one look at the law instead of twenty. */
export function isPlenty(size: number, dof: number, level: Level): boolean {
  const key = `${size} ${dof} ${level.alpha} ${level.minEffect}`
  const known = plenty.get(key) ?? powerAt(size / 1.01, dof, level) >= power
  plenty.set(key, known)
  return known
}

const plenty = new Map<string, boolean>()

function compute(dof: number, level: Level): number {
  let [low, high] = [1, 2]
  while (powerAt(high, dof, level) < power) high *= 2
  while (high - low > 0.001 * high) {
    const middle = (low + high) / 2
    if (powerAt(middle, dof, level) < power) low = middle
    else high = middle
  }
  return high
}

function powerAt(size: number, dof: number, level: Level): number {
  const critical = noncentralCritical(dof, size * level.minEffect, level.alpha)
  return noncentralChiSquareUpper(critical, dof, size * noticeable(level))
}

/**
 * Rows that the current window needs for N, with `reference` rows on the other side; when no number would do, those that
 * both need. Two digits, rounded up: it is an estimate.
 */
export function rowsNeeded(
  size: number,
  reference: number,
): { readonly rows: number; readonly both: boolean } {
  const both = reference <= size * 1.05
  const rows = both ? 2 * size : (size * reference) / (reference - size)
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(rows)) - 1)
  return { rows: Math.ceil(rows / unit) * unit, both }
}
