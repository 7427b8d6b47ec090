import type { DriftTest } from './drift-test.ts'
import { smoothedShares } from './psi.ts'

export const kl: DriftTest = {
  name: 'kl',
  title: 'KL',
  kinds: ['numeric', 'categorical'],
  hasPValue: false,
  isDefault: true,
  definition:
    'Kullback-Leibler divergence of current from reference, Σ c·ln(c/r) in nats, on the bins and the smoothed shares of psi (Kullback and Leibler 1951); those do not sum to 1, so it may fall a little below 0.',
  measure({ bins }) {
    const { reference, current } = smoothedShares(bins)
    let statistic = 0
    for (let i = 0; i < reference.length; i++) {
      const [r, c] = [reference[i] as number, current[i] as number]
      statistic += c * Math.log(c / r)
    }
    return { statistic }
  },
}
