import { ecdfCount } from '../stats/ecdf-count.ts'
import { kuiperUpper } from '../stats/kuiper-upper.ts'
import type { DriftTest, NumericPair } from './drift-test.ts'

export const kuiper: DriftTest = {
  name: 'kuiper',
  title: 'Kuiper',
  kinds: ['numeric'],
  hasPValue: true,
  isDefault: false,
  definition:
    "Two-sample Kuiper: V = max (F_R(x) - F_C(x)) + max (F_C(x) - F_R(x)), which sees the tails as well as the middle; p by Kuiper's limit law at (√e + 0.155 + 0.24/√e) V with e = nm/(n+m) (Kuiper 1960; Stephens 1970).",
  measure(pair) {
    if (pair.kind !== 'numeric') return { unavailable: 'kuiper compares numeric columns' }
    let [above, below] = [0, 0]
    for (const { gaps } of pair.steps) {
      for (const gap of gaps) {
        above = Math.max(above, gap)
        below = Math.max(below, -gap)
      }
    }
    // Between points of a grid it can only be larger; what was moved counts against it, on either side.
    const statistic = Math.max(0, above + below - 2 * movedShare(pair))
    const [n, m] = [ecdfCount(pair.reference.ecdf), ecdfCount(pair.current.ecdf)]
    const root = Math.sqrt((n * m) / (n + m))
    const p = kuiperUpper((root + 0.155 + 0.24 / root) * statistic)
    // Never 0, which is a missing column's: the smallest positive double where it underflows.
    return { statistic, pValue: Math.max(p, Number.MIN_VALUE) }
  },
}

function movedShare({ reference, current }: NumericPair): number {
  return (reference.rounding?.moved?.share ?? 0) + (current.rounding?.moved?.share ?? 0)
}
