import { chiSquareUpper } from '../stats/chi-square-upper.ts'
import type { DriftTest } from './drift-test.ts'
import { fourfold } from './fisher.ts'

export const zProportions: DriftTest = {
  name: 'z-proportions',
  title: 'Z proportions',
  kinds: ['categorical'],
  hasPValue: true,
  isDefault: false,
  definition:
    'Two-proportion z-test of a column with exactly two categories: z = (s_R - s_C) / sqrt(s(1-s)(1/n + 1/m)), with the shares of the category last by code point (1, true, yes) and s of both windows pooled, positive when the reference has more of it; two-sided p by the normal law, without continuity correction (Pearson 1900: z² is chi-square).',
  measure(pair) {
    if (pair.kind !== 'categorical') return { unavailable: 'z-proportions compares categorical columns' }
    const table = fourfold(pair.bins)
    if (typeof table === 'number') {
      return { unavailable: 'it compares columns of exactly two categories' }
    }
    const { a, b, c, d } = table
    const [n, m] = [a + b, c + d]
    // The formula times nm, so that equal shares have exactly 0; b/n - d/m is (bc - ad)/nm.
    const statistic = ((b * c - a * d) / Math.sqrt(n * m)) * Math.sqrt((n + m) / ((a + c) * (b + d)))
    // Never 0, which is a missing column's: the smallest positive double where it underflows.
    return { statistic, pValue: Math.max(chiSquareUpper(statistic ** 2, 1), Number.MIN_VALUE) }
  },
}
