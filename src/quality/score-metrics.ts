import { averagePrecisionVariance } from '../stats/average-precision-variance.ts'
import { type SamplingLaw, unbounded } from '../stats/bounds.ts'
import { countBelow, countUpTo } from '../stats/counts-between.ts'
import { delongVariance } from '../stats/delong-variance.ts'
import type { Ecdf } from '../stats/ecdf.ts'
import { countAt, ecdfCount } from '../stats/ecdf-count.ts'
import { meanBounds, sampleMoments } from '../stats/mean-bounds.ts'
import { countsOf } from '../stats/rarefaction.ts'
import { rateBounds } from '../stats/rate-bounds.ts'
import { separationBounds } from '../stats/separation-bounds.ts'
import { transformedBounds } from '../stats/transformed-bounds.ts'
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
  law(outcomes) {
    const scores = bothClasses(outcomes)
    const area = rocAuc.compute(outcomes)
    if (scores === undefined || area === undefined) return () => unbounded
    const [positives, negatives] = [ecdfCount(scores.positive), ecdfCount(scores.negative)]
    // The variance of classes that do not overlap, or of a single score, says nothing.
    if (positives < 2 || negatives < 2 || area === 0 || area === 1)
      return (confidence, times) => separationBounds(area, positives * times, negatives * times, confidence)
    const { variance, dof } = delongVariance(scores.positive, scores.negative)
    return (confidence, times) =>
      transformedBounds('logit', area, Math.sqrt(variance / times), confidence, dof * times)
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
  law(outcomes) {
    const scores = bothClasses(outcomes)
    const area = prAuc.compute(outcomes)
    if (scores === undefined || area === undefined) return () => unbounded
    const positives = ecdfCount(scores.positive)
    const error = Math.sqrt(averagePrecisionVariance(scores.positive, scores.negative))
    // With every positive above every negative no row has a slope: bounded as a share of the positives, as a binomial
    // one (K. Boyd, K. H. Eng and C. D. Page, ECML PKDD 2013, 451-466).
    return (confidence, times) =>
      area < 1 && positives > 1
        ? transformedBounds('logit', area, error / Math.sqrt(times), confidence, positives * times - 1)
        : rateBounds(area * positives * times, positives * times, confidence)
  },
}

export const logLoss: QualityMetric = {
  name: 'log_loss',
  task: 'classification',
  better: 'lower',
  definition:
    'Mean of −ln(score of what happened), natural logarithm, scores kept 2.2e-16 away from 0 and 1.',
  compute: outcomes => meanLoss(outcomes, logarithmic),
  law: outcomes => lossLaw(outcomes, logarithmic),
}

export const brier: QualityMetric = {
  name: 'brier',
  task: 'classification',
  better: 'lower',
  definition: 'Mean squared difference of score and outcome (1 for the positive class, else 0).',
  compute: outcomes => meanLoss(outcomes, squared),
  law: outcomes => lossLaw(outcomes, squared),
}

type Loss = (scoreOfTruth: number) => number

function logarithmic(score: number): number {
  return -Math.log(Math.min(Math.max(score, clip), 1 - clip))
}

function squared(score: number): number {
  return (1 - score) ** 2
}

/** The loss is that of the score given to what happened. Undefined when scores are not probabilities. */
function meanLoss(outcomes: Outcomes, loss: Loss): number | undefined {
  const scores = outcomes.task === 'classification' ? outcomes.scores : undefined
  if (scores === undefined || ![scores.positive, scores.negative].every(isProbability)) return undefined
  const sum = (ecdf: Ecdf, toTruth: (score: number) => number) =>
    ecdf.values.reduce((total, score, i) => total + countAt(ecdf, i) * loss(toTruth(score)), 0)
  const rows = ecdfCount(scores.positive) + ecdfCount(scores.negative)
  return rows === 0 ? undefined : (sum(scores.positive, p => p) + sum(scores.negative, p => 1 - p)) / rows
}

function lossLaw(outcomes: Outcomes, loss: Loss): SamplingLaw {
  const scores = outcomes.task === 'classification' ? outcomes.scores : undefined
  if (scores === undefined) return () => unbounded
  const { positive, negative } = scores
  const losses = new Float64Array(positive.values.length + negative.values.length)
  losses.set(positive.values.map(loss))
  losses.set(
    negative.values.map(score => loss(1 - score)),
    positive.values.length,
  )
  const counts = Float64Array.from([...countsOf(positive), ...countsOf(negative)])
  const sample = sampleMoments(losses, counts)
  return (confidence, times) => meanBounds(sample, confidence, times)
}

function isProbability({ values }: Ecdf): boolean {
  return values.length === 0 || ((values[0] as number) >= 0 && (values.at(-1) as number) <= 1)
}

function bothClasses(outcomes: Outcomes) {
  const scores = outcomes.task === 'classification' ? outcomes.scores : undefined
  return scores && scores.positive.values.length > 0 && scores.negative.values.length > 0 ? scores : undefined
}
