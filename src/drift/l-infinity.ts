import { sharesOf } from './bins.ts'
import type { DriftTest } from './drift-test.ts'

export const lInfinity: DriftTest = {
  name: 'l-infinity',
  title: 'L-infinity',
  kinds: ['numeric', 'categorical'],
  hasPValue: false,
  isDefault: true,
  definition:
    "L-infinity (Chebyshev) distance, max |r - c| over the shares in the bins of psi, from 0 to 1 (TensorFlow Data Validation's L-infinity norm).",
  measure({ bins }) {
    const { reference, current } = sharesOf(bins)
    let statistic = 0
    for (let i = 0; i < reference.length; i++) {
      statistic = Math.max(statistic, Math.abs((reference[i] as number) - (current[i] as number)))
    }
    return { statistic }
  },
}
