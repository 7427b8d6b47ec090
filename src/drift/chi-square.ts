import { chiSquareUpper } from '../stats/chi-square-upper.ts'
import type { BinnedCounts, DriftTest } from './drift-test.ts'

export const chiSquare: DriftTest = {
  name: 'chi-square',
  title: 'chi-square',
  kinds: ['categorical'],
  hasPValue: true,
  figures: ['dof'],
  isDefault: true,
  definition:
    "Pearson's chi-square of the two-sample contingency table window × category, Σ (O - E)²/E with dof = categories - 1, without Yates' correction (Pearson 1900; SciPy's chi2_contingency); 0 with p 1 for a single category.",
  measure(pair) {
    if (pair.kind !== 'categorical') return { unavailable: 'chi-square compares categorical columns' }
    const { statistic, dof } = contingency(pair.bins)
    // Never 0, which is a missing column's: the smallest positive double where it underflows.
    const pValue = dof === 0 ? 1 : Math.max(chiSquareUpper(statistic, dof), Number.MIN_VALUE)
    return { statistic, pValue, dof }
  },
}

/**
 * Chi-square of the 2 × k table, with as many degrees of freedom as it would have with the pooled categories apart, which
 * could only raise the statistic: what is rejected here would be then. Categories absent from both windows left out. With only two rows
 * Σ (O - E)²/E is Σ (a·m - b·n)² / (n·m·(a + b)), which is exactly 0 for proportional windows.
 */
export function contingency(bins: BinnedCounts): { statistic: number; dof: number } {
  const { referenceTotal: n, currentTotal: m, hidden = 0 } = bins
  let statistic = 0
  let categories = 0
  for (const [i, a] of bins.reference.entries()) {
    const b = bins.current[i] as number
    if (a + b === 0) continue
    categories++
    statistic += ((a * m - b * n) / (n * m)) ** 2 * ((n * m) / (a + b))
  }
  return { statistic, dof: Math.max(0, categories + hidden - 1) }
}
