import { known } from '../stats/bounds.ts'
import type { GroupFigure } from '../stats/gap-bounds.ts'
import { wilsonBounds } from '../stats/wilson-bounds.ts'
import { classCounts } from './class-counts.ts'
import { accuracy, balancedAccuracy, f1 } from './label-metrics.ts'
import type { ClassificationOutcomes, Outcomes, QualityMetric } from './outcomes.ts'
import { mae, r2, rmse } from './regression-metrics.ts'
import { brier, rocAuc } from './score-metrics.ts'

/** What is shown of a group, by name, in order. A figure that is not defined for these rows is left out. */
export type GroupFigures = ReadonlyMap<string, GroupFigure & { readonly of?: number }>

/**
 * The figures of one group. Shares of rows (accuracy, precision, recall, false_positive_rate, selection_rate) have
 * Wilson's interval and say of how many rows they are; the others have the law of their quality metric.
 */
export function groupFigures(outcomes: Outcomes): GroupFigures {
  const figures = new Map<string, GroupFigure & { readonly of?: number }>()
  for (const [name, [part, whole]] of outcomes.task === 'classification' ? sharesOf(outcomes) : []) {
    if (whole === 0) continue
    figures.set(name, {
      value: part / whole,
      of: whole,
      bounds: confidence => wilsonBounds(part, whole, confidence),
    })
  }
  for (const metric of metricsFor(outcomes)) {
    const value = metric.compute(outcomes)
    if (value === undefined) continue
    const law = metric.law(outcomes)
    figures.set(metric.name, { value, bounds: confidence => known(law(confidence, 1)) })
  }
  return figures
}

function metricsFor(outcomes: Outcomes): readonly QualityMetric[] {
  if (outcomes.task === 'regression') return [mae, rmse, r2]
  return outcomes.positive === undefined ? [balancedAccuracy, f1] : [f1, rocAuc, brier]
}

type Share = readonly [part: number, whole: number]

function sharesOf(outcomes: ClassificationOutcomes): [string, Share][] {
  const right = accuracy.compute(outcomes)
  const counts = classCounts(outcomes)
  if (right === undefined || counts === undefined) return []
  const hits = counts.reduce((sum, { truePositives }) => sum + truePositives, 0)
  const { rows, positive } = outcomes
  const share: [string, Share][] = [['accuracy', [hits, rows]]]
  if (positive === undefined) return share
  // A group may have none of the positive class, neither as target nor as prediction.
  const none = { truePositives: 0, predicted: 0, actual: 0 }
  const { truePositives, predicted, actual } = counts.find(({ label }) => label === positive) ?? none
  return [
    ...share,
    ['precision', [truePositives, predicted]],
    ['recall', [truePositives, actual]],
    ['false_positive_rate', [predicted - truePositives, rows - actual]],
    ['selection_rate', [predicted, rows]],
  ]
}
