import { andersonDarlingUpper } from '../stats/anderson-darling-upper.ts'
import { ecdfCount } from '../stats/ecdf-count.ts'
import { harmonic } from '../stats/harmonic.ts'
import { pooledCounts } from '../stats/pooled-counts.ts'
import type { DriftTest, NumericPair } from './drift-test.ts'

export const andersonDarling: DriftTest = {
  name: 'anderson-darling',
  title: 'Anderson-Darling',
  kinds: ['numeric'],
  hasPValue: true,
  isDefault: false,
  definition:
    "Two-sample Anderson-Darling with midranks: (A² - 1)/σ with A² = (N-1)/N · nm Σ t (F_R - F_C)² / (B(N-B) - Nt/4) over the values of both windows, t how often a value occurs and B its midrank less ½ (Scholz & Stephens 1987; SciPy's anderson_ksamp); p by the limit law of A² at the same distance from its mean, never clipped.",
  measure(pair) {
    if (pair.kind !== 'numeric') return { unavailable: 'anderson-darling compares numeric columns' }
    const [n, m] = [ecdfCount(pair.reference.ecdf), ecdfCount(pair.current.ecdf)]
    // The variance has a pole at three values.
    if (n + m < 4) return { unavailable: 'anderson-darling takes at least four values of both windows' }
    const statistic = (weightedGaps(pair) - 1) / Math.sqrt(variance(n, m))
    // Its limit law has mean 1 and variance 2(π² - 9)/3. SciPy interpolates the same law from 0.001 to 0.25 only.
    const p = andersonDarlingUpper(1 + statistic * Math.sqrt((2 * (Math.PI ** 2 - 9)) / 3))
    // Never 0, which is a missing column's: the smallest positive double where it underflows.
    return { statistic, pValue: Math.max(p, Number.MIN_VALUE) }
  },
}

/** A²: 0 for a single value, whose weight would be 0/0. */
function weightedGaps({ reference, current, gaps: { gaps } }: NumericPair): number {
  if (gaps.length === 1) return 0
  const { first, second } = pooledCounts(reference.ecdf, current.ecdf)
  const [n, m] = [ecdfCount(reference.ecdf), ecdfCount(current.ecdf)]
  const total = n + m
  let sum = 0
  let below = 0
  let before = 0
  for (let i = 0; i < gaps.length; i++) {
    const times = (first[i] as number) + (second[i] as number)
    const middle = below + times / 2
    const gap = (before + (gaps[i] as number)) / 2
    sum += (times * gap * gap) / (middle * (total - middle) - (total * times) / 4)
    below += times
    before = gaps[i] as number
  }
  return ((total - 1) / total) * n * m * sum
}

/** The variance of A² with every interleaving of two samples equally likely: Scholz and Stephens, equation 4, k = 2. */
function variance(n: number, m: number): number {
  const total = n + m
  const { sum: h, squares } = harmonic(total - 1)
  const g = squares - (2 * h) / total
  const inverses = 1 / n + 1 / m
  const cubic = 4 * g - 6 + (10 - 6 * g) * inverses
  const square = 12 * g - 22 + 8 * h + (2 * g - 14 * h - 4) * inverses
  const linear = 36 * h + 4 + (2 * h - 6) * inverses
  const polynomial = ((cubic * total + square) * total + linear) * total + 24
  return polynomial / (total - 1) / (total - 2) / (total - 3)
}
