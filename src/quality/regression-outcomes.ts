import { mean, sum } from 'simple-statistics'
import { correlationSpread } from '../stats/correlation-spread.ts'
import { sampleMoments } from '../stats/mean-bounds.ts'
import type { RegressionOutcomes } from './outcomes.ts'

/** What the metrics need of targets and predictions, row by row: finite numbers, at least one. */
export function regressionOutcomes(actual: Float64Array, predicted: Float64Array): RegressionOutcomes {
  const rows = actual.length
  const [actualMean, predictedMean] = [mean(Array.from(actual)), mean(Array.from(predicted))]
  const total = (term: (target: number, prediction: number) => number) =>
    sum(Array.from(actual, (value, row) => term(value, predicted[row] as number)))
  const errors = actual.map((value, row) => Math.abs(value - (predicted[row] as number)))
  const sumSquaredError = total((y, p) => (y - p) ** 2)
  const targetDeviation = total(y => (y - actualMean) ** 2)
  // By how much more a row takes to be explained than its deviation lets expect: the slope of the share unexplained.
  const excess = (y: number, p: number) =>
    ((y - p) / targetDeviation) * (y - p) -
    ((y - actualMean) / targetDeviation) * (y - actualMean) * (sumSquaredError / targetDeviation)
  return {
    task: 'regression',
    rows,
    sumAbsoluteError: total((y, p) => Math.abs(y - p)),
    sumSquaredError,
    targetDeviation,
    absoluteErrors: sampleMoments(errors),
    squaredErrors: sampleMoments(errors.map(error => error * error)),
    unexplainedError: targetDeviation === 0 ? 0 : Math.sqrt(total((y, p) => excess(y, p) ** 2)),
    predictionDeviation: total((_, p) => (p - predictedMean) ** 2),
    codeviation: total((y, p) => (y - actualMean) * (p - predictedMean)),
    correlationSpread: correlationSpread(actual, predicted),
  }
}
