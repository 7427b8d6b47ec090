import { sharesOf } from './bins.ts'
import type { DriftTest } from './drift-test.ts'

export const hellinger: DriftTest = {
  name: 'hellinger',
  title: 'Hellinger',
  kinds: ['numeric', 'categorical'],
  hasPValue: false,
  isDefault: true,
  definition:
    'Hellinger distance, sqrt(Σ (√r - √c)² / 2), from 0 to 1, on the shares in the bins of psi (Hellinger 1909).',
  measure({ bins }) {
    const { reference, current } = sharesOf(bins)
    let squares = 0
    for (let i = 0; i < reference.length; i++) {
      squares += (Math.sqrt(reference[i] as number) - Math.sqrt(current[i] as number)) ** 2
    }
    return { statistic: Math.min(1, Math.sqrt(squares / 2)) }
  },
}
