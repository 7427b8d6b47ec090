import { averagedClasses, type ClassCounts, classCounts, meanOf, ratio } from './class-counts.ts'
import { f1Law, meanRateLaw, type Rate } from './class-laws.ts'
import type { Outcomes, QualityMetric } from './outcomes.ts'

const averaged = 'of the positive class; with more than two classes the plain mean over classes'

export const accuracy: QualityMetric = {
  name: 'accuracy',
  task: 'classification',
  better: 'higher',
  definition: 'Share of rows whose prediction equals the target.',
  compute(outcomes) {
    return classCounts(outcomes) && hitsOf(outcomes) / outcomes.rows
  },
  law: outcomes => meanRateLaw([[hitsOf(outcomes), outcomes.rows]]),
}

export const balancedAccuracy: QualityMetric = {
  name: 'balanced_accuracy',
  task: 'classification',
  better: 'higher',
  definition: 'Mean recall over the classes that occur as target.',
  compute(outcomes) {
    const actual = classCounts(outcomes)?.filter(isActual)
    return actual && meanOf(actual.map(counts => counts.truePositives / counts.actual))
  },
  law: outcomes => meanRateLaw((classCounts(outcomes) ?? []).filter(isActual).map(recallOf)),
}

export const precision: QualityMetric = {
  name: 'precision',
  task: 'classification',
  better: 'higher',
  definition: `True positives over predicted positives, ${averaged}; 0 where nothing was predicted.`,
  compute(outcomes) {
    const classes = averagedClasses(outcomes)
    return classes && meanOf(classes.map(counts => ratio(counts.truePositives, counts.predicted)))
  },
  law: outcomes =>
    meanRateLaw(
      (averagedClasses(outcomes) ?? []).map(({ truePositives, predicted }) => [truePositives, predicted]),
    ),
}

export const recall: QualityMetric = {
  name: 'recall',
  task: 'classification',
  better: 'higher',
  definition: `True positives over actual positives, ${averaged}.`,
  compute(outcomes) {
    const classes = averagedClasses(outcomes)
    return classes && meanOf(classes.map(counts => ratio(counts.truePositives, counts.actual)))
  },
  law: outcomes => meanRateLaw((averagedClasses(outcomes) ?? []).map(recallOf)),
}

export const f1: QualityMetric = {
  name: 'f1',
  task: 'classification',
  better: 'higher',
  definition: `2 · true positives / (predicted + actual positives), ${averaged}.`,
  compute(outcomes) {
    const classes = averagedClasses(outcomes)
    return (
      classes &&
      meanOf(classes.map(counts => ratio(2 * counts.truePositives, counts.predicted + counts.actual)))
    )
  },
  law: f1Law,
}

function hitsOf(outcomes: Outcomes): number {
  return (classCounts(outcomes) ?? []).reduce((sum, { truePositives }) => sum + truePositives, 0)
}

function isActual({ actual }: ClassCounts): boolean {
  return actual > 0
}

function recallOf({ truePositives, actual }: ClassCounts): Rate {
  return [truePositives, actual]
}
