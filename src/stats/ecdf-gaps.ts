import type { Ecdf } from '../profile/profile.ts'
import { ecdfCount } from './ecdf-count.ts'

/**
 * Visits every distinct value of two non-empty samples in ascending order, with the difference F_a - F_b of
 * their distribution functions, which holds from `value` up to `next` (after the last value: itself).
 *
 * The difference is one correctly rounded quotient of whole numbers: equal gaps compare as equal.
 */
export function visitGaps(
  a: Ecdf,
  b: Ecdf,
  visit: (value: number, difference: number, next: number) => void,
): void {
  const [n, m] = [ecdfCount(a), ecdfCount(b)]
  let [i, j, upToA, upToB] = [0, 0, 0, 0]
  let value = lesser(a.values[0], b.values[0])
  while (i < a.values.length || j < b.values.length) {
    if (a.values[i] === value) upToA += a.counts[i++] as number
    if (b.values[j] === value) upToB += b.counts[j++] as number
    const next = lesser(a.values[i], b.values[j])
    visit(value, (upToA * m - upToB * n) / (n * m), next === Number.POSITIVE_INFINITY ? value : next)
    value = next
  }
}

/** The lesser of two next values, where a sample may have come to its end. */
function lesser(a = Number.POSITIVE_INFINITY, b = Number.POSITIVE_INFINITY): number {
  return a < b ? a : b
}
