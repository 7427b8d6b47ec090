import { ecdfCount } from '../stats/ecdf-count.ts'
import { kolmogorovExact } from '../stats/kolmogorov-exact.ts'
import { kolmogorovTied } from '../stats/kolmogorov-tied.ts'
import { kstwoUpper } from '../stats/kstwo-upper.ts'
import type { DriftTest, NumericPair } from './drift-test.ts'

/** Up to this many values on either side the exact law is used, as by SciPy's method 'auto'. */
const exactUpTo = 10_000

/** Cells of the exact law's band worth visiting, some 30 ms. A wider band means p < 1e-40 at these sizes. */
const cellsAtMost = 2e7

export const ks: DriftTest = {
  name: 'ks',
  title: 'KS',
  kinds: ['numeric'],
  hasPValue: true,
  figures: ['tieAwarePValue', 'location', 'sign'],
  isDefault: true,
  definition:
    "Two-sample Kolmogorov-Smirnov: D = max |F_R(x) - F_C(x)|; two-sided p as SciPy's ks_2samp(method='auto'), exact up to 10,000 values a side, else kstwo at nm/(n+m), which ties make conservative; tieAwarePValue is the law given which values are equal, exact for small windows (Schröer & Trenkler 1995), else a Brownian bridge at the ends of ties, and pValue without ties; location is where the gap is largest, sign +1 when current lies higher; with a profile that is not exact, D is the least that it can be, error how much more it may be, and p that of no more ties than are known.",
  measure(pair) {
    if (pair.kind !== 'numeric') return { unavailable: 'ks compares numeric columns' }
    const { ecdf: reference } = pair.reference
    const { ecdf: current } = pair.current
    const { gap, gapAt, error } = pair.distance
    const statistic = Math.abs(gap)
    const pValue = pValueOf(ecdfCount(reference), ecdfCount(current), statistic)
    // Values that share an interval need not be equal, and fewer ties leave more to chance.
    const tied = knowsTies(pair) ? kolmogorovTied(reference, current, statistic, pValue) : pValue
    const figures = {
      statistic,
      pValue,
      tieAwarePValue: Math.max(tied, Number.MIN_VALUE),
      ...(error ? { error: error.gap } : {}),
    }
    return gap === 0 ? figures : { ...figures, location: gapAt, sign: Math.sign(gap) }
  },
}

function knowsTies({ reference, current }: NumericPair): boolean {
  return [reference, current].every(({ rounding }) => !rounding || (rounding.error === 0 && !rounding.moved))
}

/**
 * Never 0, which is a missing column's: the smallest positive double where it underflows. The exact law is
 * also left where its band is too wide to walk.
 */
function pValueOf(n: number, m: number, statistic: number): number {
  const cells = n === m ? 0 : 2 * statistic * n * m
  const p =
    Math.max(n, m) <= exactUpTo && cells <= cellsAtMost
      ? kolmogorovExact(n, m, statistic)
      : kstwoUpper(roundHalfEven((n * m) / (n + m)), statistic)
  return Math.max(p, Number.MIN_VALUE)
}

/** NumPy's rounding. */
function roundHalfEven(x: number): number {
  const up = Math.round(x)
  return up - x === 0.5 && up % 2 === 1 ? up - 1 : up
}
