import type { Ecdf } from '../profile/profile.ts'
import { ecdfCount } from './ecdf-count.ts'

/**
 * The q-quantile (0 ≤ q ≤ 1) by linear interpolation between order statistics, R's type 7, in NumPy's own
 * order of operations, so that it is NumPy's default `quantile` bit for bit. NaN of an empty ecdf.
 */
export function quantile(ecdf: Ecdf, q: number): number {
  return quantiles(ecdf, [q])[0] as number
}

/** `quantile` for several q in ascending order, in one pass. */
export function quantiles(ecdf: Ecdf, ascending: readonly number[]): Float64Array {
  const { values, counts } = ecdf
  const last = ecdfCount(ecdf) - 1
  const result = new Float64Array(ascending.length).fill(Number.NaN)
  if (last < 0) return result
  let at = 0
  let below = 0
  for (const [k, q] of ascending.entries()) {
    const position = last * q
    const index = Math.floor(position)
    while (below + (counts[at] as number) <= index) below += counts[at++] as number
    // The next order statistic is the same value again while its count lasts.
    const next = index + 1 <= last && below + (counts[at] as number) === index + 1 ? at + 1 : at
    result[k] = interpolate(values[at] as number, values[next] as number, position - index)
  }
  return result
}

/** From the nearer end, so that both ends are met exactly. The shortcut keeps an infinite b - a out. */
function interpolate(a: number, b: number, t: number): number {
  if (t === 0 || a === b) return a
  const gap = b - a
  if (gap === Number.POSITIVE_INFINITY) return a * (1 - t) + b * t
  return t >= 0.5 ? b - gap * (1 - t) : a + gap * t
}
