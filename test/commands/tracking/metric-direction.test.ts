import { expect, test } from 'vitest'
import { bestOf, isBetter } from '../../../src/commands/runs/metric-direction.ts'

test.each(
  'loss val_loss valLoss train/loss log_loss logloss rmse mean_squared_error error_rate false_positive_rate latency_ms duration perplexity brier_score_loss drift/age/psi data_drift_score drift/drifted'.split(
    ' ',
  ),
)('less of %s is better', key => {
  expect(isBetter(key, 2, 1)).toBe(true)
  expect(isBetter(key, 1, 2)).toBe(false)
  expect(bestOf(key, [3, Number.NaN, 1, undefined, 2])).toBe(1)
})

test.each(
  'auc val_auc roc_auc f1 f1_score accuracy precision recall r2 true_positive_rate log_likelihood mean_average_precision throughput val/acc'.split(
    ' ',
  ),
)('more of %s is better', key => {
  expect(isBetter(key, 1, 2)).toBe(true)
  expect(isBetter(key, 2, 1)).toBe(false)
  expect(bestOf(key, [1, Number.NaN, 3, undefined, 2])).toBe(3)
})

test.each('epoch rows x learning_rate drift/compared mean 日本'.split(' '))('of %s nothing is known', key => {
  expect(isBetter(key, 1, 2)).toBeUndefined()
  expect(bestOf(key, [1, 2])).toBeUndefined()
})

test('neither of two equal values is better, nor is NaN', () => {
  expect(isBetter('loss', 1, 1)).toBeUndefined()
  expect(isBetter('loss', 1, Number.NaN)).toBeUndefined()
  expect(bestOf('loss', [1, 1])).toBeUndefined()
  expect(bestOf('loss', [Number.NaN])).toBeUndefined()
  expect(bestOf('loss', [1, Number.NEGATIVE_INFINITY])).toBe(Number.NEGATIVE_INFINITY)
})
