import { sharesOf } from './bins.ts'
import type { DriftTest } from './drift-test.ts'

export const jensenShannon: DriftTest = {
  name: 'jensen-shannon',
  title: 'Jensen-Shannon',
  kinds: ['numeric', 'categorical'],
  hasPValue: false,
  isDefault: true,
  definition:
    'Jensen-Shannon distance, the square root of (KL(r‖m) + KL(c‖m))/2 with m = (r + c)/2 and logarithms of base 2, from 0 to 1, on the bins of psi (Endres and Schindelin 2003).',
  measure({ bins }) {
    const { reference, current } = sharesOf(bins)
    let divergence = 0
    for (let i = 0; i < reference.length; i++) {
      const [r, c] = [reference[i] as number, current[i] as number]
      const middle = (r + c) / 2
      divergence += surprise(r, middle) + surprise(c, middle)
    }
    return { statistic: Math.min(1, Math.sqrt(Math.max(0, divergence / 2))) }
  },
}

/** p·log2(p/q), which tends to 0 with p. */
function surprise(p: number, q: number): number {
  return p === 0 ? 0 : p * Math.log2(p / q)
}
