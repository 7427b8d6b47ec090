import { accuracy, balancedAccuracy, f1, precision, recall } from './label-metrics.ts'
import { outcomeCorrelation } from './outcome-correlation.ts'
import type { QualityMetric } from './outcomes.ts'
import { mae, r2, rmse } from './regression-metrics.ts'
import { brier, logLoss, prAuc, rocAuc } from './score-metrics.ts'

/** Every quality metric, in display order. */
export const qualityMetrics: readonly QualityMetric[] = [
  accuracy,
  balancedAccuracy,
  precision,
  recall,
  f1,
  rocAuc,
  prAuc,
  logLoss,
  brier,
  mae,
  rmse,
  r2,
  outcomeCorrelation,
]
