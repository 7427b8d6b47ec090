import type { BinnedCounts, DriftTest } from './drift-test.ts'

export const psi: DriftTest = {
  name: 'psi',
  title: 'PSI',
  kinds: ['numeric', 'categorical'],
  hasPValue: false,
  isDefault: true,
  definition:
    'Population Stability Index: Σ (c - r)·ln(c/r) over 10 quantile bins of the reference, or a bin a category, with r and c the shares plus 0.0001 (Siddiqi 2006; bins and epsilon of the textbook rule).',
  measure({ bins }) {
    const { reference, current } = smoothedShares(bins)
    let statistic = 0
    for (let i = 0; i < reference.length; i++) {
      const [r, c] = [reference[i] as number, current[i] as number]
      statistic += (c - r) * Math.log(c / r)
    }
    return { statistic }
  },
}

/** Added to every share, empty bin or not, so that no logarithm is infinite; nothing is renormalised. */
const epsilon = 1e-4

/** Each window's share in every bin plus epsilon: sums to a little over 1. */
export function smoothedShares(bins: BinnedCounts): { reference: Float64Array; current: Float64Array } {
  return {
    reference: bins.reference.map(count => count / bins.referenceTotal + epsilon),
    current: bins.current.map(count => count / bins.currentTotal + epsilon),
  }
}
