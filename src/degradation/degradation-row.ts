import type { Severity } from '../drift/policy.ts'
import type { Evidence } from './weigh.ts'

/** What the table of degradation says of one column and check. */
export interface DegradationRow extends Evidence {
  /** Absent for a check of the window as a whole. */
  readonly column?: string
  readonly check: string
  /** False for a note: shown, and failing nothing. */
  readonly degraded: boolean
  readonly severity: Severity
  readonly baseline: number | null
  readonly current: number | null
  /** The limit of the rule that decided; null when none did. */
  readonly threshold: number | null
  readonly message: string
}

const gravity: readonly Severity[] = ['major', 'moderate', 'minor', 'none']

/** Findings before notes, the gravest first, and what may be a finding first of the notes; a stable sort keeps the rest. */
export function byFinding(a: DegradationRow, b: DegradationRow): number {
  const isOpen = (row: DegradationRow) => Number(row.evidence === 'inconclusive')
  return (
    gravity.indexOf(a.severity) - gravity.indexOf(b.severity) ||
    Number(b.degraded) - Number(a.degraded) ||
    isOpen(b) - isOpen(a)
  )
}
