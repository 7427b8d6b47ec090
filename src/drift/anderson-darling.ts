import { andersonDarlingUpper } from '../stats/anderson-darling-upper.ts'
import { ecdfCount } from '../stats/ecdf-count.ts'
import { harmonic } from '../stats/harmonic.ts'
import type { DriftTest, NumericPair } from './drift-test.ts'

export const andersonDarling: DriftTest = {
  name: 'anderson-darling',
  title: 'Anderson-Darling',
  kinds: ['numeric'],
  hasPValue: true,
  isDefault: false,
  definition:
    "Two-sample Anderson-Darling with midranks: (A² - 1)/σ with A² = (N-1)/N · nm Σ t (F_R - F_C)² / (B(N-B) - Nt/4) over the values of both windows, t how often a value occurs and B its midrank less ½ (Scholz & Stephens 1987; SciPy's anderson_ksamp); p by the limit law of A², never clipped, of the sum over steps that A² is without ties, as midranks take ties for drift.",
  measure(pair) {
    if (pair.kind !== 'numeric') return { unavailable: 'anderson-darling compares numeric columns' }
    const [n, m] = [ecdfCount(pair.reference.ecdf), ecdfCount(pair.current.ecdf)]
    // The variance has a pole at three values.
    if (n + m < 4) return { unavailable: 'anderson-darling takes at least four values of both windows' }
    const { midranks, steps } = squares(pair)
    const sd = Math.sqrt(variance(n, m))
    // The limit law has mean 1 and variance 2(π² - 9)/3. SciPy interpolates the same law from 0.001 to 0.25 only.
    const p = andersonDarlingUpper(1 + ((steps - 1) / sd) * Math.sqrt((2 * (Math.PI ** 2 - 9)) / 3))
    // Never 0, which is a missing column's: the smallest positive double where it underflows.
    return { statistic: (midranks - 1) / sd, pValue: Math.max(p, Number.MIN_VALUE) }
  },
}

/**
 * A² twice over: with midranks, and as the sum over steps that it is without ties, where a value's share of the weight
 * goes half to the step below it and half to the one above. Midranks make a χ² of a column of two values, which the
 * limit law calls drift in 12% of all pairs of equal windows at a nominal 5%; the steps, in 3%.
 */
function squares({ reference, current, steps: all }: NumericPair): { midranks: number; steps: number } {
  const [n, m] = [ecdfCount(reference.ecdf), ecdfCount(current.ecdf)]
  const total = n + m
  let [midranks, steps, below, before, lower] = [0, 0, 0, 0, 0]
  for (const { gaps, first, second } of all) {
    for (let i = 0; i < gaps.length; i++) {
      const times = (first[i] as number) + (second[i] as number)
      // The weight of a single value is 0/0.
      if (times === total) return { midranks: 0, steps: 0 }
      const gap = gaps[i] as number
      const upTo = below + times
      const middle = below + times / 2
      midranks += (times * ((before + gap) / 2) ** 2) / (middle * (total - middle) - (total * times) / 4)
      const upper = gap === 0 ? 0 : (gap * gap) / (upTo * (total - upTo))
      steps += (times * (lower + upper)) / 2
      below = upTo
      before = gap
      lower = upper
    }
  }
  return { midranks: ((total - 1) / total) * n * m * midranks, steps: n * m * steps }
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
