/** Yes or no, row by row: how many of the rows were a yes. */
export interface Proportion {
  readonly kind: 'proportion'
  /** A whole number from 0 to `rows`. */
  readonly successes: number
  /** At least 1. */
  readonly rows: number
}

/** A figure of the rows of one arm, and how sure they are of it. */
export interface Estimate {
  readonly kind: 'estimate'
  /** Finite. */
  readonly value: number
  /** The standard error times √rows: of a mean, the sample standard deviation of the values (divisor rows - 1). */
  readonly spread: number
  readonly rows: number
  /** Degrees of freedom of the spread, at least 1: of a mean, rows - 1. */
  readonly dof: number
}

/** What one side of a test came to. Both sides are of one kind. */
export type Arm = Proportion | Estimate

export function armValue(arm: Arm): number {
  return arm.kind === 'proportion' ? arm.successes / arm.rows : arm.value
}
