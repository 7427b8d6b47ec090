import { sharesOf } from './bins.ts'
import type { DriftTest } from './drift-test.ts'

export const tvd: DriftTest = {
  name: 'tvd',
  title: 'Total variation',
  kinds: ['numeric', 'categorical'],
  hasPValue: false,
  isDefault: true,
  definition:
    'Total variation distance, Σ |r - c| / 2 over the shares in the bins of psi: the share of rows that would have to change bin (Levin, Peres and Wilmer 2009, section 4.1).',
  measure({ bins }) {
    const { reference, current } = sharesOf(bins)
    let sum = 0
    for (let i = 0; i < reference.length; i++)
      sum += Math.abs((reference[i] as number) - (current[i] as number))
    return { statistic: Math.min(1, sum / 2) }
  },
}
