import { chiSquareUpper } from '../stats/chi-square-upper.ts'
import { noncentralChiSquareUpper } from '../stats/noncentral-chi-square-upper.ts'
import { type BinnedCounts, type DriftTest, defaultSettings } from './drift-test.ts'

/** Fewer rows than this on either side are too few for the law, whatever they hold. */
export const fewestRows = 10

export const psiCalibrated: DriftTest = {
  name: 'psi-calibrated',
  title: 'PSI',
  kinds: ['numeric', 'categorical'],
  hasPValue: true,
  figures: ['unchanged', 'dof', 'size'],
  isDefault: true,
  definition:
    'PSI over robust bins: up to 10 quantile bins of the reference, a bin for each value that holds more than one of them or came out of next to nothing, bins for nulls and unseen categories, 0.5 added to every count; p = P(ncx2(B - 1, N·min-effect) ≥ N·PSI) with N = nm/(n + m), for a PSI of at most --min-effect; .unchanged is that for no change at all (Yurdakul and Naranjo 2020).',
  measure(pair, { minEffect } = defaultSettings) {
    const { robust } = pair
    const [n, m] = [robust.referenceTotal, robust.currentTotal]
    if (Math.min(n, m) < fewestRows) return { unavailable: `it takes ${fewestRows} rows in either window` }
    const size = (n * m) / (n + m)
    const statistic = calibratedPsi(robust)
    const dof = robust.labels.length - 1 + (robust.hidden ?? 0)
    const figures = { statistic, dof, size }
    const pValue = calibratedP(figures, minEffect)
    return { statistic, pValue, unchanged: unchangedP(figures), dof, size }
  },
}

/** A PSI with what its law depends on: degrees of freedom, and N = nm/(n + m). */
interface SizedPsi {
  readonly statistic: number
  readonly dof: number
  readonly size: number
}

/** The probability of so large a PSI, or a larger one, were the true one `minEffect`: at most that for a smaller one. */
export function calibratedP({ statistic, dof, size }: SizedPsi, minEffect: number): number {
  if (dof === 0) return 1
  // Never 0, which is a missing column's: the smallest positive double where it underflows.
  return Math.max(noncentralChiSquareUpper(size * statistic, dof, size * minEffect), Number.MIN_VALUE)
}

/** The same, had nothing changed. */
export function unchangedP({ statistic, dof, size }: SizedPsi): number {
  return dof === 0 ? 1 : Math.max(chiSquareUpper(size * statistic, dof), Number.MIN_VALUE)
}

/** Σ (c − r)·ln(c/r) over shares with half a row added to every bin, so that no logarithm is infinite. */
function calibratedPsi(bins: BinnedCounts): number {
  const { reference, current } = calibratedShares(bins)
  let sum = 0
  for (let i = 0; i < reference.length; i++) {
    const [r, c] = [reference[i] as number, current[i] as number]
    sum += (c - r) * Math.log(c / r)
  }
  return sum
}

const added = 0.5

/** Each window's share in every bin with half a row added: Jeffreys' prior. They sum to 1. */
export function calibratedShares(bins: BinnedCounts): { reference: Float64Array; current: Float64Array } {
  const share = (counts: Float64Array, total: number) =>
    counts.map(count => (count + added) / (total + added * counts.length))
  return {
    reference: share(bins.reference, bins.referenceTotal),
    current: share(bins.current, bins.currentTotal),
  }
}
