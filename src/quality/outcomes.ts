import type { SamplingLaw } from '../stats/bounds.ts'
import type { Ecdf } from '../stats/ecdf.ts'
import type { SampleMoments } from '../stats/mean-bounds.ts'

/** Labels and predictions of a classifier, counted: mergeable by adding counts. */
export interface ClassificationOutcomes {
  readonly task: 'classification'
  /** Rows with both a target and a prediction. */
  readonly rows: number
  /** Target label to predicted label to rows. Empty when there are scores only. */
  readonly confusion: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** The positive class of a two-class target. */
  readonly positive?: string
  /** Scores of the rows whose target is the positive class, and of all other labelled rows. */
  readonly scores?: { readonly positive: Ecdf; readonly negative: Ecdf }
}

/** Moments of a regressor's errors, targets and predictions. */
export interface RegressionOutcomes {
  readonly task: 'regression'
  readonly rows: number
  readonly sumAbsoluteError: number
  readonly sumSquaredError: number
  /** Sums of squared deviations from the mean, and of their products. */
  readonly targetDeviation: number
  readonly predictionDeviation: number
  readonly codeviation: number
  /** Moments of the absolute and of the squared errors. */
  readonly absoluteErrors: SampleMoments
  readonly squaredErrors: SampleMoments
  /** Standard error of the squared error over the squared deviation of the target; 0 where that is. */
  readonly unexplainedError: number
  /** √n times the standard error of the correlation of targets and predictions. */
  readonly correlationSpread: number
}

export type Outcomes = ClassificationOutcomes | RegressionOutcomes

/** One measure of quality. It computes; what is too large a drop is decided once, for all. */
export interface QualityMetric {
  readonly name: string
  readonly task: Outcomes['task'] | 'both'
  readonly better: 'higher' | 'lower'
  readonly definition: string
  /** Nothing where it is not defined for these outcomes: no scores, one class only, no variance. */
  compute(outcomes: Outcomes): number | undefined
  /** Where the value may lie, for so few rows. Where `compute` has a value. */
  law(outcomes: Outcomes): SamplingLaw
  /** Whether the difference of two values is within what chance gives, where that has a law. */
  isChance?(reference: Outcomes, current: Outcomes): boolean
}
