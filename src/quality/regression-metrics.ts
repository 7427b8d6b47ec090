import type { QualityMetric } from './outcomes.ts'

export const mae: QualityMetric = {
  name: 'mae',
  task: 'regression',
  better: 'lower',
  definition: 'Mean absolute error, in the target’s units.',
  compute: outcomes =>
    outcomes.task === 'regression' ? outcomes.sumAbsoluteError / outcomes.rows : undefined,
}

export const rmse: QualityMetric = {
  name: 'rmse',
  task: 'regression',
  better: 'lower',
  definition: 'Root of the mean squared error, in the target’s units.',
  compute: outcomes =>
    outcomes.task === 'regression' ? Math.sqrt(outcomes.sumSquaredError / outcomes.rows) : undefined,
}

export const r2: QualityMetric = {
  name: 'r2',
  task: 'regression',
  better: 'higher',
  definition: '1 − squared error over the squared deviation of the target from its mean.',
  compute(outcomes) {
    if (outcomes.task !== 'regression' || outcomes.targetDeviation === 0) return undefined
    return 1 - outcomes.sumSquaredError / outcomes.targetDeviation
  },
}
