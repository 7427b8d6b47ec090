import { cramerVonMisesExact } from '../stats/cramer-von-mises-exact.ts'
import { cramerVonMisesUpper } from '../stats/cramer-von-mises-upper.ts'
import { ecdfCount } from '../stats/ecdf-count.ts'
import type { DriftTest, NumericPair } from './drift-test.ts'

/** Up to this many values on both sides the exact law is used, as by SciPy's method 'auto'. */
const exactUpTo = 20

export const cramerVonMises: DriftTest = {
  name: 'cramer-von-mises',
  title: 'Cramér-von Mises',
  kinds: ['numeric'],
  hasPValue: true,
  isDefault: false,
  definition:
    "Two-sample Cramér-von Mises: T = nm/(n+m)² Σ (F_R(x) - F_C(x))² over the values of both windows (Anderson 1962; SciPy's cramervonmises_2samp), p exact up to 20 values a side, else by the limit law; at ties the square is averaged over both sides of the step, since SciPy's rank formula takes ties in windows of unequal size for drift.",
  measure(pair) {
    if (pair.kind !== 'numeric') return { unavailable: 'cramer-von-mises compares numeric columns' }
    const [n, m] = [ecdfCount(pair.reference.ecdf), ecdfCount(pair.current.ecdf)]
    const statistic = squaredGaps(pair) * (n / (n + m)) * (m / (n + m))
    const p = Math.max(n, m) <= exactUpTo ? cramerVonMisesExact(n, m, statistic) : limitLaw(n, m, statistic)
    // Never 0, which is a missing column's: the smallest positive double where it underflows.
    return { statistic, pValue: Math.max(p, Number.MIN_VALUE) }
  },
}

/** Σ over all values, each weighing its count; mirrored data have the same sum. Without ties Σ gap². */
function squaredGaps({ steps }: NumericPair): number {
  let sum = 0
  let before = 0
  for (const { gaps, first, second } of steps) {
    for (let i = 0; i < gaps.length; i++) {
      const after = (gaps[i] as number) ** 2
      sum += ((first[i] as number) + (second[i] as number)) * ((before + after) / 2)
      before = after
    }
  }
  return sum
}

/** The limit law after T has been given its mean 1/6 and variance 1/45: Anderson (1962), equations 11, 14 and 15. */
function limitLaw(n: number, m: number, statistic: number): number {
  if (statistic === 0) return 1
  const total = n + m
  const mean = (1 + 1 / total) / 6
  const spread = ((total + 1) / total) * (4 - (3 * (n / m + m / n) + 2) / total)
  return cramerVonMisesUpper(1 / 6 + (statistic - mean) / Math.sqrt(spread / 4))
}
