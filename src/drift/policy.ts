import type { ColumnKind, TypeChange } from '../data/window.ts'
import type { Correction } from '../stats/adjust-p-values.ts'
import type { Binning, TestResult } from './drift-test.ts'
import type { ColumnMeasure } from './measure-column.ts'
import type { Rule } from './rule.ts'

/** Features, and what the model makes of them: outputs are tested alike and reported apart. */
export type Role = 'feature' | 'prediction' | 'target' | 'score'

/** One column of the reference, with all that was measured of it. */
export interface MeasuredColumn {
  readonly name: string
  readonly role: Role
  /** `text` is a categorical column with nearly as many values as rows: an identifier, free text. */
  readonly kind: ColumnKind | 'text'
  /** Absent from the current window. */
  readonly missing: boolean
  /** Why there is nothing to compare, when there is not. */
  readonly notCompared?: string
  readonly measure: ColumnMeasure
  /** How many rows of a block are worth one independent row; 1 where rows are independent. */
  readonly designEffect?: number
  /** What there are too few blocks of, where rows come in blocks and there are. */
  readonly fewBlocks?: string
  /** How the current window's column departs from the reference's type. */
  readonly changed?: TypeChange
}

export type Verdict = 'drifted' | 'stable' | 'not-enough-data' | 'not-compared'
export type Severity = 'major' | 'moderate' | 'minor' | 'none'

/** A test's result, and what the rules that name the test made of it. */
export interface JudgedTest {
  readonly result: TestResult
  /** The figure that the deciding rule names, and its limit, when a rule decided. */
  readonly figure?: string
  readonly threshold?: number
  readonly drifted?: boolean
  /** The p-value with the run's other columns accounted for, where the policy does that. */
  readonly adjustedPValue?: number
}

export interface DriftRow {
  readonly column: MeasuredColumn
  readonly verdict: Verdict
  readonly severity: Severity
  /** The test that decided, and the figure of it that was judged, when the column was compared. */
  readonly decidedBy?: { readonly test: string; readonly figure: string; readonly threshold: number | null }
  readonly tests: Readonly<Record<string, JudgedTest>>
  readonly reason: string
  /** Rows that the current window would need, when there are too few. */
  readonly needed?: number
  /** Blocks that either window would need, when there are too few. */
  readonly blocksNeeded?: number
}

/** What the user said about the decision. */
export interface Given {
  /** Names of the tests asked for. */
  readonly tests: readonly string[]
  /** Rules over drift tests, degradation checks and quality metrics alike. */
  readonly rules: readonly Rule[]
  /** The share of runs without drift that may alarm. */
  readonly alpha: number
  /** The PSI up to which a change is tolerated. */
  readonly minEffect: number
  readonly correction: Correction
}

/** Turns measures into verdicts and puts the rows in order: the only place where drift is decided. */
export interface Policy {
  readonly name: string
  /** Tests it needs whatever was asked for. */
  readonly needs: readonly string[]
  readonly bins: Binning
  /** How sure the degradation checks must be, 0 to 1; absent where they go by the letter. */
  confidence?(given: Given): number
  /** What decides, in a few words, for the table's heading. */
  describe(given: Given): string
  /** Columns come in the reference's order. */
  judge(columns: readonly MeasuredColumn[], given: Given): readonly DriftRow[]
}
