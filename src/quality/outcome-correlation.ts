import type { SamplingLaw } from '../stats/bounds.ts'
import { chiSquareUpper } from '../stats/chi-square-upper.ts'
import { correlationSpread } from '../stats/correlation-spread.ts'
import type { Ecdf } from '../stats/ecdf.ts'
import { ecdfCount } from '../stats/ecdf-count.ts'
import { moments } from '../stats/moments.ts'
import { countsOf } from '../stats/rarefaction.ts'
import { studentTQuantile } from '../stats/student-t-quantile.ts'
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
  law: correlationLaw,
  isChance(reference, current) {
    const [before, after] = [correlation(reference), correlation(current)]
    if (before === undefined || after === undefined) return true
    const spread = 1 / (reference.rows - 3) + 1 / (current.rows - 3)
    if (!(spread > 0)) return true
    const z = (toZ(before) - toZ(after)) / Math.sqrt(spread)
    return !Number.isFinite(z) ? false : chiSquareUpper(z * z, 1) >= significance
  },
}

/**
 * On the scale of Fisher's z, over the rows that the correlation is of: those with a score, where there are scores. The
 * error is the larger of Fisher's own, which is for two normal variables, and that of these: with an outcome of 0 and 1
 * Fisher's alone gives up to 20% false alarms at a nominal 5%. How wide that is, is known from the rarer class: so
 * Student's quantile with as many degrees of freedom, without which five positives in 50 rows give 10%.
 */
function correlationLaw(outcomes: Outcomes): SamplingLaw {
  const value = correlation(outcomes) ?? 0
  const { rows, rarer, spread } = spreadOf(outcomes)
  const factor = value ** 2 < 1 ? Math.max(1, spread / (1 - value ** 2)) : 1
  const z = toZ(value)
  return (confidence, times) => {
    const dof = rarer * times - 1
    if (rows * times <= 3 || dof < 1) return { low: -1, high: 1 }
    const reach = (studentTQuantile(confidence, dof) * factor) / Math.sqrt(rows * times - 3)
    return { low: Math.tanh(z - reach), high: Math.tanh(z + reach) }
  }
}

function spreadOf(outcomes: Outcomes): { rows: number; rarer: number; spread: number } {
  if (outcomes.task === 'regression') {
    const { rows, correlationSpread: spread } = outcomes
    return { rows, rarer: rows, spread }
  }
  const { scores, rows } = outcomes
  if (scores === undefined) return { rows, ...ofCounts(outcomes) }
  const { positive, negative } = scores
  const values = Float64Array.from([...positive.values, ...negative.values])
  const isPositive = values.map((_, i) => (i < positive.values.length ? 1 : 0))
  const counts = Float64Array.from([...countsOf(positive), ...countsOf(negative)])
  return {
    rows: ecdfCount(positive) + ecdfCount(negative),
    rarer: Math.min(ecdfCount(positive), ecdfCount(negative)),
    spread: correlationSpread(values, isPositive, counts),
  }
}

/** Of two 0/1 variables, from the four cells of their table. */
function ofCounts(outcomes: ClassificationOutcomes): { rarer: number; spread: number } {
  const positive = classCounts(outcomes)?.find(({ label }) => label === outcomes.positive)
  if (positive === undefined) return { rarer: 0, spread: 0 }
  const { truePositives: hits, predicted, actual } = positive
  const cells = Float64Array.of(
    hits,
    actual - hits,
    predicted - hits,
    outcomes.rows - actual - predicted + hits,
  )
  const spread = correlationSpread(Float64Array.of(1, 1, 0, 0), Float64Array.of(1, 0, 1, 0), cells)
  return { rarer: Math.min(actual, outcomes.rows - actual), spread }
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
