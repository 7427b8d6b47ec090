import { midRanks } from './mid-ranks.ts'

export interface AreaUnderCurve {
  /** P(a positive's score is above a negative's), ties counting half: scikit-learn's roc_auc_score. */
  readonly auc: number
  /** Variance of the estimate by DeLong, from sample variances; 0 for scores that separate the classes. */
  readonly variance: number
  /** Its variance if both classes had one distribution of scores, given the ties: that of Mann and Whitney's U. */
  readonly nullVariance: number
}

/**
 * The area under the ROC curve of the scores of two classes, each of at least 2. Source: E. R. DeLong, D. M. DeLong and
 * D. L. Clarke-Pearson, Biometrics 44 (1988), by ranks as in X. Sun and W. Xu, IEEE Signal Process. Lett. 21 (2014).
 */
export function areaUnderCurve(positive: Float64Array, negative: Float64Array): AreaUnderCurve {
  const [n, m] = [positive.length, negative.length]
  const pooled = new Float64Array(n + m)
  pooled.set(positive)
  pooled.set(negative, n)
  const ranks = midRanks(pooled)
  const [above, below] = [midRanks(positive), midRanks(negative)]
  // The share of the other class that each score is above, ties counting half.
  const wins = above.map((rank, i) => ((ranks[i] as number) - rank) / m)
  const losses = below.map((rank, i) => ((ranks[n + i] as number) - rank) / n)
  const auc = mean(wins)
  const variance = spread(wins) / n + spread(losses) / m
  return { auc, variance, nullVariance: spread(ranks) / (n * m * (n + m)) }
}

/** The sample variance. */
function spread(values: Float64Array): number {
  const centre = mean(values)
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1)
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
