import { countBelow, countUpTo } from './counts-between.ts'
import type { Ecdf } from './ecdf.ts'
import { countAt, ecdfCount } from './ecdf-count.ts'

/** The area under the ROC curve and the variance of its estimate. */
export interface RocArea {
  readonly area: number
  readonly variance: number
  /** Degrees of freedom of the variance by Satterthwaite, as in Brunner and Munzel's test. */
  readonly dof: number
}

/**
 * P(positive > negative) + P(tie)/2 and its variance: that of each class's placements (the share of the other class
 * below a score) over the class's size, added up. At least two scores of either class. The placements come from binary
 * searches in the other class, so that it takes (n + m) log steps and ties count half.
 *
 * Source: E. R. DeLong, D. M. DeLong and D. L. Clarke-Pearson, Biometrics 44 (1988) 837-845; the fast form is X. Sun
 * and W. Xu, IEEE Signal Processing Letters 21 (2014) 1389-1393; the degrees of freedom are E. Brunner and U. Munzel,
 * Biometrical Journal 42 (2000) 17-25.
 */
export function delongVariance(positive: Ecdf, negative: Ecdf): RocArea {
  const wins = placements(positive, negative)
  const losses = placements(negative, positive)
  const [n, m] = [ecdfCount(positive), ecdfCount(negative)]
  const [a, b] = [wins.variance / n, losses.variance / m]
  const variance = a + b
  return { area: wins.mean, variance, dof: variance ** 2 / (a ** 2 / (n - 1) + b ** 2 / (m - 1)) }
}

/** Mean and sample variance of the share of `others` that is below each score of `own`, ties half. */
function placements(own: Ecdf, others: Ecdf): { mean: number; variance: number } {
  const [count, total] = [ecdfCount(own), ecdfCount(others)]
  const shares = own.values.map(score => (countBelow(others, score) + countUpTo(others, score)) / 2 / total)
  const mean = shares.reduce((sum, share, i) => sum + countAt(own, i) * share, 0) / count
  const squares = shares.reduce((sum, share, i) => sum + countAt(own, i) * (share - mean) ** 2, 0)
  return { mean, variance: squares / (count - 1) }
}
