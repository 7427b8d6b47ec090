import { contingency } from './chi-square.ts'
import type { DriftTest } from './drift-test.ts'

export const cramersV: DriftTest = {
  name: 'cramers-v',
  title: "Cramér's V",
  kinds: ['categorical'],
  hasPValue: false,
  isDefault: true,
  definition:
    "Cramér's V of the table window × category, sqrt(χ²/N) with the chi-square of chi-square, N = rows of both windows and no bias correction, from 0 to 1 (Cramér 1946).",
  measure(pair) {
    if (pair.kind !== 'categorical') return { unavailable: 'cramers-v compares categorical columns' }
    const { referenceTotal, currentTotal } = pair.bins
    // min(rows, columns) - 1 is 1 with two windows; a single category has chi-square 0.
    const share = contingency(pair.bins).statistic / (referenceTotal + currentTotal)
    return { statistic: Math.min(1, Math.sqrt(share)) }
  },
}
