import type { Arm } from '../../ab/arm.ts'
import { MlregError } from '../../errors.ts'
import { classCounts } from '../../quality/class-counts.ts'
import { f1Error } from '../../quality/class-laws.ts'
import { f1 } from '../../quality/label-metrics.ts'
import type { ClassificationOutcomes, Outcomes, RegressionOutcomes } from '../../quality/outcomes.ts'
import { delongVariance } from '../../stats/delong-variance.ts'
import { ecdfCount } from '../../stats/ecdf-count.ts'
import type { SampleMoments } from '../../stats/mean-bounds.ts'
import type { Measure } from './ab-options.ts'

/**
 * A model's quality as an arm. Of F1 and RMSE the standard error is by the delta method, of the AUC by DeLong. `name` says
 * whose outcomes they are; throws `cannot-compare` where they do not hold what the measure takes.
 */
export function measuredArm(measure: Measure, outcomes: Outcomes, name: string): Arm {
  if (measure === 'rmse' || measure === 'mae') return errorArm(measure, outcomes as RegressionOutcomes, name)
  const classified = outcomes as ClassificationOutcomes
  if (measure === 'auc') return areaArm(classified, name)
  if (measure === 'f1') return f1Arm(classified)
  const successes = (classCounts(classified) ?? []).reduce((sum, label) => sum + label.truePositives, 0)
  return { kind: 'proportion', successes, rows: classified.rows }
}

function errorArm(measure: 'rmse' | 'mae', outcomes: RegressionOutcomes, name: string): Arm {
  const {
    count: rows,
    mean,
    sd,
  }: SampleMoments = measure === 'mae' ? outcomes.absoluteErrors : outcomes.squaredErrors
  if (rows < 2) throw tooFew(name, 'two rows')
  if (measure === 'mae') return { kind: 'estimate', value: mean, spread: sd, rows, dof: rows - 1 }
  const value = Math.sqrt(mean)
  return { kind: 'estimate', value, spread: value === 0 ? 0 : sd / (2 * value), rows, dof: rows - 1 }
}

function f1Arm(outcomes: ClassificationOutcomes): Arm {
  const { rows } = outcomes
  const spread = f1Error(outcomes) * Math.sqrt(rows)
  return { kind: 'estimate', value: f1.compute(outcomes) ?? 0, spread, rows, dof: Math.max(1, rows - 1) }
}

function areaArm({ scores }: ClassificationOutcomes, name: string): Arm {
  const [positives, negatives] = [scores?.positive, scores?.negative].map(one => (one ? ecdfCount(one) : 0))
  if (scores === undefined || Math.min(positives ?? 0, negatives ?? 0) < 2)
    throw tooFew(name, 'two scores of the positive class, and two of others')
  const rows = ecdfCount(scores.positive) + ecdfCount(scores.negative)
  const { area, variance, dof } = delongVariance(scores.positive, scores.negative)
  // Classes that do not overlap have no variance, and no degrees of freedom of it.
  const spread = Math.sqrt(variance * rows)
  return { kind: 'estimate', value: area, spread, rows, dof: variance > 0 ? Math.max(1, dof) : rows - 1 }
}

function tooFew(name: string, wanted: string): MlregError {
  return new MlregError('cannot-compare', `${name} has too few rows to compare: it takes ${wanted}`)
}
