import { chiSquareUpper } from '../stats/chi-square-upper.ts'
import { logLikelihoodRatio } from '../stats/log-likelihood-ratio.ts'
import { contingency } from './chi-square.ts'
import type { DriftTest } from './drift-test.ts'

export const gTest: DriftTest = {
  name: 'g-test',
  title: 'G-test',
  kinds: ['categorical'],
  hasPValue: true,
  figures: ['dof'],
  isDefault: false,
  definition:
    "Log-likelihood ratio of the two-sample contingency table window × category, G = 2 Σ O ln(O/E), p by chi-square with dof = categories - 1, without Yates' or Williams' correction (Wilks 1938; SciPy's chi2_contingency(lambda_='log-likelihood')); 0 with p 1 for a single category.",
  measure(pair) {
    if (pair.kind !== 'categorical') return { unavailable: 'g-test compares categorical columns' }
    const statistic = logLikelihoodRatio(pair.bins.reference, pair.bins.current)
    const { dof } = contingency(pair.bins)
    // Never 0, which is a missing column's: the smallest positive double where it underflows.
    const pValue = dof === 0 ? 1 : Math.max(chiSquareUpper(statistic, dof), Number.MIN_VALUE)
    return { statistic, pValue, dof }
  },
}
