import { averagedClasses, classCounts, meanOf, ratio } from './class-counts.ts'
import type { QualityMetric } from './outcomes.ts'

const averaged = 'of the positive class; with more than two classes the plain mean over classes'

export const accuracy: QualityMetric = {
  name: 'accuracy',
  task: 'classification',
  better: 'higher',
  definition: 'Share of rows whose prediction equals the target.',
  compute(outcomes) {
    const hits = classCounts(outcomes)?.reduce((sum, { truePositives }) => sum + truePositives, 0)
    return hits === undefined ? undefined : hits / outcomes.rows
  },
}

export const balancedAccuracy: QualityMetric = {
  name: 'balanced_accuracy',
  task: 'classification',
  better: 'higher',
  definition: 'Mean recall over the classes that occur as target.',
  compute(outcomes) {
    const actual = classCounts(outcomes)?.filter(counts => counts.actual > 0)
    return actual && meanOf(actual.map(counts => counts.truePositives / counts.actual))
  },
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
}
