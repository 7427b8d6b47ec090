// Words that a metric's name is made of. The last one that is known decides: val_loss, error_rate, mean_squared_error.
const lower = new Set(
  'loss losses error err errors mse rmse mae mape smape rmsle nll logloss perplexity ppl latency time seconds ms duration cost brier ece wer cer ter fid kid bytes size memory rss fpr fnr fdr eer hter drifted degraded psi divergence deviance regret bias variance aic bic missing nulls failures violations'.split(
    ' ',
  ),
)
const higher = new Set(
  'auc auroc auprc roc aupr prauc acc accuracy f1 f2 fbeta fscore precision recall r2 score ap map ndcg mrr bleu rouge meteor iou miou dice jaccard mcc kappa tpr tnr ppv npv specificity sensitivity throughput reward return lift gini gain coverage hits correlation pearson spearman kendall silhouette ssim psnr likelihood elbo'.split(
    ' ',
  ),
)
// Two words of which the second alone says something else.
const phrases: readonly (readonly [RegExp, 'higher' | 'lower'])[] = [
  [/\bfalse (positive|negative|discovery)/, 'lower'],
  [/\btrue (positive|negative)/, 'higher'],
  [/\blog likelihood\b/, 'higher'],
  [/\blog loss\b/, 'lower'],
  [/\bdrift (score|share|rate)\b/, 'lower'],
  [/\berror rate\b/, 'lower'],
]

/** Which way a metric is better, judged by its name; undefined where the name says nothing. */
function betterOf(key: string): 'higher' | 'lower' | undefined {
  const words = key
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
  const phrase = phrases.find(([pattern]) => pattern.test(words.join(' ')))
  if (phrase !== undefined) return phrase[1]
  const word = words.findLast(one => lower.has(one) || higher.has(one))
  if (word === undefined) return undefined
  return lower.has(word) ? 'lower' : 'higher'
}

/** Whether `b` is better than `a`; undefined where the name says nothing, or neither is. */
export function isBetter(key: string, a: number, b: number): boolean | undefined {
  const better = betterOf(key)
  if (better === undefined || !(a < b || a > b)) return undefined
  return better === 'higher' ? b > a : b < a
}

/** The best of some values, where the metric's name says what that is and not all are the same. */
export function bestOf(key: string, values: readonly (number | undefined)[]): number | undefined {
  const numbers = values.filter(value => value !== undefined && !Number.isNaN(value)) as number[]
  if (betterOf(key) === undefined || new Set(numbers).size < 2) return undefined
  return numbers.reduce((best, value) => (isBetter(key, best, value) ? value : best))
}
