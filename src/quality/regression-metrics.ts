import { unbounded, widest } from '../stats/bounds.ts'
import { meanBounds } from '../stats/mean-bounds.ts'
import { transformedBounds } from '../stats/transformed-bounds.ts'
import type { QualityMetric } from './outcomes.ts'

export const mae: QualityMetric = {
  name: 'mae',
  task: 'regression',
  better: 'lower',
  definition: 'Mean absolute error, in the target’s units.',
  compute: outcomes =>
    outcomes.task === 'regression' ? outcomes.sumAbsoluteError / outcomes.rows : undefined,
  law: outcomes => (confidence, times) =>
    outcomes.task === 'regression' ? meanBounds(outcomes.absoluteErrors, confidence, times) : unbounded,
}

export const rmse: QualityMetric = {
  name: 'rmse',
  task: 'regression',
  better: 'lower',
  definition: 'Root of the mean squared error, in the target’s units.',
  compute: outcomes =>
    outcomes.task === 'regression' ? Math.sqrt(outcomes.sumSquaredError / outcomes.rows) : undefined,
  law: outcomes => (confidence, times) => {
    if (outcomes.task !== 'regression') return unbounded
    const { low, high } = meanBounds(outcomes.squaredErrors, confidence, times)
    return { low: Math.sqrt(Math.max(0, low)), high: Math.sqrt(high) }
  },
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
  law: outcomes => (confidence, times) => {
    if (outcomes.task !== 'regression' || outcomes.rows * times < 3) return unbounded
    const unexplained = outcomes.sumSquaredError / outcomes.targetDeviation
    const error = outcomes.unexplainedError / Math.sqrt(times)
    const errors = meanBounds(outcomes.squaredErrors, confidence, times)
    const scale = outcomes.targetDeviation / outcomes.rows
    // The delta method does not see the skewness of squared errors, and the mean's bounds not the target's error.
    const { low, high } = widest(transformedBounds('log', unexplained, error, confidence), {
      low: errors.low / scale,
      high: errors.high / scale,
    })
    return { low: 1 - high, high: 1 - low }
  },
}
