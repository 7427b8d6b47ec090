import type { ColumnKind, TypeChange } from '../data/window.ts'
import type { ColumnEvidence } from '../drift/column-evidence.ts'
import type { OutsideReference } from '../drift/outside-reference.ts'
import type { Severity } from '../drift/policy.ts'
import type { ColumnSummary } from '../profile/summary.ts'
import type { SamplingLaw } from '../stats/bounds.ts'

/** What a check may know of one column of the reference, or of a column only the current window has. */
export interface ColumnFacts {
  readonly column: string
  readonly kind: ColumnKind | 'text'
  readonly reference?: ColumnSummary
  /** Absent when the column is. */
  readonly current?: ColumnSummary
  readonly outside?: OutsideReference
  readonly evidence?: ColumnEvidence
  readonly changed?: TypeChange
}

export interface Finding {
  /** The figures that rules may name; the check's own name is among them. */
  readonly figures: Readonly<Record<string, number>>
  readonly baseline: number | null
  readonly current: number | null
  /** One sentence that names both values. */
  readonly message: string
  /** What chance has to do with it; absent where the figures are certain. */
  readonly chance?: Chance
}

/** Takes part only where a confidence is asked for; without one, figures are judged as they are. */
export interface Chance {
  /** By figure; one without a law is certain. */
  readonly laws: Readonly<Record<string, SamplingLaw>>
  /** Figures and message where what chance alone would give is taken out of them. */
  readonly figures?: Readonly<Record<string, number>>
  readonly message?: string
}

/** One way for a column to be broken. It measures and describes; a rule decides. */
export interface DegradationCheck {
  readonly name: string
  /** One sentence for `mlreg drift --list-tests`. */
  readonly definition: string
  /** What rules may name besides the check's own figure: `null_rate.null_ratio`, or `null_ratio` for short. */
  readonly figures?: readonly string[]
  /** The textbook's rule; absent where the check only informs until a rule is given. */
  readonly rule?: string
  /** How grave it is when it fires. */
  readonly severity: Severity
  /** Shown, as a note that fails nothing, even when no rule decides. */
  readonly isNote?: boolean
  /** Nothing where the check does not apply, or there is nothing to say. */
  measure(facts: ColumnFacts): Finding | undefined
}
