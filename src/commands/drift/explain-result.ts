import type { RowSet } from '../../data/row-set.ts'
import type { ColumnKind, OpenedWindow } from '../../data/window.ts'
import type { Explanation } from '../../drift/explain-column.ts'
import type { ColumnSummary } from '../../profile/summary.ts'

/** SQL conditions on either window's columns that select the rows of a bin; null where no short one does. */
export interface Filters {
  readonly reference: string | null
  readonly current: string | null
}

interface Asked {
  readonly name: string
  readonly kind: ColumnKind
  /** As the window's files have it. */
  readonly type: string
  readonly reference: OpenedWindow
  readonly current: OpenedWindow
  readonly alpha: number
  readonly minEffect: number
  /** How many bins and unseen values are shown. */
  readonly most: number
  readonly warnings: readonly string[]
  /** A command line that gives the same answer. */
  readonly reproduce: string
}

export interface ExplainedResult extends Asked {
  readonly explanation: Explanation
  /** What the reader has to know of how the column was read. */
  readonly notes: readonly string[]
  filtersOf(rows: RowSet): Filters
}

/** A column that only one window has: all there is to say. */
export interface AbsentResult extends Asked {
  readonly absent: {
    readonly from: 'reference' | 'current'
    /** Of the window that has it. */
    readonly summary: ColumnSummary
    /** Names that may be its new one. */
    readonly nearest: readonly string[]
  }
}

/** Everything `mlreg drift explain` found, before it is written in any form. */
export type ExplainResult = ExplainedResult | AbsentResult
