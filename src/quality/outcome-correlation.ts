import { chiSquareUpper } from '../stats/chi-square-upper.ts'
import type { Ecdf } from '../stats/ecdf.ts'
import { moments } from '../stats/moments.ts'
import { classCounts } from './class-counts.ts'
import type { ClassificationOutcomes, Outcomes, QualityMetric } from './outcomes.ts'

/** Two correlations that differ with a p-value above this differ by chance, as far as these rows can tell. */
const significance = 0.01

export const outcomeCorrelation: QualityMetric = {
  name: 'outcome_correlation',
  task: 'both',
  better: 'higher',
  definition:
    'Pearson correlation of score (else prediction) and outcome; it has fallen when Fisher’s z also gives p < 0.01.',
  compute: correlation,
  isChance(reference, current) {
    const [before, after] = [correlation(reference), correlation(current)]
    if (before === undefined || after === undefined) return true
    const spread = 1 / (reference.rows - 3) + 1 / (current.rows - 3)
    if (!(spread > 0)) return true
    const z = (toZ(before) - toZ(after)) / Math.sqrt(spread)
    return !Number.isFinite(z) ? false : chiSquareUpper(z * z, 1) >= significance
  },
}

/** Fisher's transformation, kept finite for a perfect correlation. */
function toZ(correlation: number): number {
  const limit = 1 - Number.EPSILON
  return Math.atanh(Math.min(Math.max(correlation, -limit), limit))
}

function correlation(outcomes: Outcomes): number | undefined {
  if (outcomes.task === 'classification')
    return outcomes.scores ? pointBiserial(outcomes.scores) : phi(outcomes)
  const spread = Math.sqrt(outcomes.targetDeviation) * Math.sqrt(outcomes.predictionDeviation)
  return spread === 0 ? undefined : outcomes.codeviation / spread
}

/** Pearson's correlation of a score with a 0/1 outcome, from the scores of either class. */
function pointBiserial({ positive, negative }: { positive: Ecdf; negative: Ecdf }): number | undefined {
  const [a, b] = [moments(positive), moments(negative)]
  const rows = a.count + b.count
  if (a.count === 0 || b.count === 0) return undefined
  const mixing = (a.count / rows) * (b.count / rows)
  const between = mixing * (a.mean - b.mean) ** 2
  const variance = (a.count * a.variance + b.count * b.variance) / rows + between
  return variance === 0 ? undefined : ((a.mean - b.mean) * Math.sqrt(mixing)) / Math.sqrt(variance)
}

/** Pearson's correlation of two 0/1 variables. Two classes only. */
function phi(outcomes: ClassificationOutcomes): number | undefined {
  const positive = classCounts(outcomes)?.find(({ label }) => label === outcomes.positive)
  if (positive === undefined) return undefined
  const { rows } = outcomes
  const { truePositives, predicted, actual } = positive
  const spread = Math.sqrt(predicted * (rows - predicted)) * Math.sqrt(actual * (rows - actual))
  return spread === 0 ? undefined : (truePositives * rows - predicted * actual) / spread
}
