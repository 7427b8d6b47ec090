import type { CorrelationPair } from '../../multivariate/correlation-drift.ts'

/** From so much of Spearman's rho on, on either side of 0. */
const strengths: readonly (readonly [from: number, word: string])[] = [
  [0.6, 'strongly'],
  [0.3, 'moderately'],
  [0.1, 'weakly'],
]

/** A change of correlation in words: `strongly positive, now weakly negative`. */
export function changeInWords({ reference, current }: CorrelationPair): string {
  const [before, after] = [inWords(reference), inWords(current)]
  if (before !== after) return `${before}, now ${after}`
  return `${before}, now ${Math.abs(current) > Math.abs(reference) ? 'more' : 'less'} so`
}

function inWords(rho: number): string {
  const strength = strengths.find(([from]) => Math.abs(rho) >= from)?.[1]
  return strength === undefined ? 'uncorrelated' : `${strength} ${rho > 0 ? 'positive' : 'negative'}`
}
