import type { Distribution } from './ecdf.ts'
import { ecdfCount } from './ecdf-count.ts'
import { valueAt } from './value-at.ts'

/**
 * The q-quantile (0 ≤ q ≤ 1) by linear interpolation between order statistics, R's type 7, in NumPy's own
 * order of operations, so that it is NumPy's default `quantile` bit for bit. NaN of an empty ecdf.
 */
export function quantile(ecdf: Distribution, q: number): number {
  const last = ecdfCount(ecdf) - 1
  if (last < 0) return Number.NaN
  const position = last * q
  const index = Math.floor(position)
  return interpolate(valueAt(ecdf, index), valueAt(ecdf, Math.min(index + 1, last)), position - index)
}

/** From the nearer end, so that both ends are met exactly. The shortcut keeps an infinite b - a out. */
function interpolate(a: number, b: number, t: number): number {
  if (t === 0 || a === b) return a
  const gap = b - a
  if (gap === Number.POSITIVE_INFINITY) return a * (1 - t) + b * t
  return t >= 0.5 ? b - gap * (1 - t) : a + gap * t
}
