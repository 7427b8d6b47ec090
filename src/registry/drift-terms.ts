/**
 * On what terms data are compared with a version's baseline: what was agreed when it was registered, whatever the
 * settings of whoever compares are.
 */
export interface DriftTerms {
  /** Rules of `mlreg drift --rule`, as they were written. */
  readonly rules?: readonly string[]
  /** How important each column is: 0 or above. */
  readonly weights?: Readonly<Record<string, number>>
  /** The column of the model's predictions, of the true outcomes, of the positive class's probability. */
  readonly prediction?: string
  readonly target?: string
  readonly score?: string
  readonly task?: 'classification' | 'regression'
  /** The label of the positive class. */
  readonly positive?: string
}
