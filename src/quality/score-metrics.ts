import { countBelow, countUpTo } from '../stats/counts-between.ts'
import type { Ecdf } from '../stats/ecdf.ts'
import { countAt, ecdfCount } from '../stats/ecdf-count.ts'
import type { Outcomes, QualityMetric } from './outcomes.ts'

/** Keeps the logarithm finite, as scikit-learn does: the distance from 1 to the next double. */
const clip = Number.EPSILON

export const rocAuc: QualityMetric = {
  name: 'roc_auc',
  task: 'classification',
  better: 'higher',
  definition:
    'Probability that a positive scores above a negative, ties counting half (Mann-Whitney U / n·m).',
  compute(outcomes) {
    const scores = bothClasses(outcomes)
    if (scores === undefined) return undefined
    const { positive, negative } = scores
    let wins = 0
    for (const [i, score] of positive.values.entries()) {
      const below = countBelow(negative, score)
      const ties = countUpTo(negative, score) - below
      wins += countAt(positive, i) * (below + ties / 2)
    }
    return wins / (ecdfCount(positive) * ecdfCount(negative))
  },
}

export const prAuc: QualityMetric = {
  name: 'pr_auc',
  task: 'classification',
  better: 'higher',
  definition:
    'Average precision: the sum over thresholds of precision times the step in recall (scikit-learn).',
  compute(outcomes) {
    const scores = bothClasses(outcomes)
    if (scores === undefined) return undefined
    const { positive, negative } = scores
    const [positives, negatives] = [ecdfCount(positive), ecdfCount(negative)]
    let area = 0
    for (const [i, score] of positive.values.entries()) {
      const count = countAt(positive, i)
      const hits = positives - (positive.cumulative[i] as number) + count
      const misses = negatives - countBelow(negative, score)
      area += (count * hits) / (hits + misses)
    }
    return area / positives
  },
}

export const logLoss: QualityMetric = {
  name: 'log_loss',
  task: 'classification',
  better: 'lower',
  definition:
    'Mean of −ln(score of what happened), natural logarithm, scores kept 2.2e-16 away from 0 and 1.',
  compute: outcomes => meanLoss(outcomes, score => -Math.log(Math.min(Math.max(score, clip), 1 - clip))),
}

export const brier: QualityMetric = {
  name: 'brier',
  task: 'classification',
  better: 'lower',
  definition: 'Mean squared difference of score and outcome (1 for the positive class, else 0).',
  compute: outcomes => meanLoss(outcomes, score => (1 - score) ** 2),
}

/** The loss is that of the score given to what happened. Undefined when scores are not probabilities. */
function meanLoss(outcomes: Outcomes, loss: (scoreOfTruth: number) => number): number | undefined {
  const scores = outcomes.task === 'classification' ? outcomes.scores : undefined
  if (scores === undefined || ![scores.positive, scores.negative].every(isProbability)) return undefined
  const sum = (ecdf: Ecdf, toTruth: (score: number) => number) =>
    ecdf.values.reduce((total, score, i) => total + countAt(ecdf, i) * loss(toTruth(score)), 0)
  const rows = ecdfCount(scores.positive) + ecdfCount(scores.negative)
  return rows === 0 ? undefined : (sum(scores.positive, p => p) + sum(scores.negative, p => 1 - p)) / rows
}

function isProbability({ values }: Ecdf): boolean {
  return values.length === 0 || ((values[0] as number) >= 0 && (values.at(-1) as number) <= 1)
}

function bothClasses(outcomes: Outcomes) {
  const scores = outcomes.task === 'classification' ? outcomes.scores : undefined
  return scores && scores.positive.values.length > 0 && scores.negative.values.length > 0 ? scores : undefined
}
