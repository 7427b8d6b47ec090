import { chiSquareUpper } from '../stats/chi-square-upper.ts'
import { ecdfCount } from '../stats/ecdf-count.ts'
import { mannWhitneyExact } from '../stats/mann-whitney-exact.ts'
import type { PooledSteps } from '../stats/pooled-steps.ts'
import type { DriftTest } from './drift-test.ts'

/** With this many values on a side, and no ties, the exact law is used, as by SciPy's method 'auto'. */
const exactUpTo = 8

/** Values of U that the exact law may count, some 100 ms. */
const countedAtMost = 5e6

export const mannWhitney: DriftTest = {
  name: 'mann-whitney',
  title: 'Mann-Whitney',
  kinds: ['numeric'],
  hasPValue: true,
  figures: ['effect'],
  isDefault: false,
  definition:
    "Mann-Whitney U: how many pairs have the reference's value higher, ties counting half; two-sided p as SciPy's mannwhitneyu, exact for a window of up to 8 values and no ties, else normal, corrected for ties and by ½ for continuity (Mann & Whitney 1947); effect = U/(nm), ½ when neither window lies higher.",
  measure(pair) {
    if (pair.kind !== 'numeric') return { unavailable: 'mann-whitney compares numeric columns' }
    const [n, m] = [ecdfCount(pair.reference.ecdf), ecdfCount(pair.current.ecdf)]
    const { u, spread, distinct } = walk(pair.steps, n + m)
    const lower = Math.min(u, n * m - u)
    const hasTies = distinct < n + m
    const p =
      Math.min(n, m) <= exactUpTo && !hasTies && lower <= countedAtMost
        ? mannWhitneyExact(n, m, lower)
        : normalLaw((n * m) / 2 - lower - 0.5, n * m * spread)
    // Never 0, which is a missing column's: the smallest positive double where it underflows.
    return { statistic: u, pValue: Math.max(p, Number.MIN_VALUE), effect: u / (n * m) }
  },
}

/**
 * U of the first sample, and its variance over nm: Σ t(N-t)(N+t) / 12N(N-1), which is (N+1)/12 less the correction for
 * ties. Values that occur once are counted, as a million roundings of one term would add up.
 */
function walk(steps: Iterable<PooledSteps>, total: number): { u: number; spread: number; distinct: number } {
  const term = (times: number) => times * (1 - times / total) * (1 + times / total)
  let [twice, below, single, tied, distinct] = [0, 0, 0, 0, 0]
  for (const { first, second } of steps) {
    distinct += first.length
    for (let i = 0; i < first.length; i++) {
      const [a, b] = [first[i] as number, second[i] as number]
      twice += a * (below + below + b)
      below += b
      if (a + b === 1) single++
      else tied += term(a + b)
    }
  }
  const sum = single * term(1) + tied
  return { u: twice / 2, spread: (sum * total) / (12 * (total - 1)), distinct }
}

/** P(|Z| ≥ excess/√variance); within the continuity correction, as with a single value, certain. */
function normalLaw(excess: number, variance: number): number {
  return excess <= 0 ? 1 : chiSquareUpper((excess / variance) * excess, 1)
}
