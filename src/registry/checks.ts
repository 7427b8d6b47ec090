import type { Store } from '../store/store.ts'
import type { Version } from './versions.ts'

/** A comparison of data with a version's baseline, and what came out. */
export interface Check {
  readonly row: number
  readonly timeMs: number
  readonly actor: string
  /** The id of the run that has the figures. */
  readonly runId: string | null
  /** `ok`, `drift`, `degradation` or `drift,degradation`. */
  readonly verdict: string
  readonly summary: CheckSummary
  /** The digest of the report, as `mlreg drift --json` printed it. */
  readonly report: string | null
}

/** The counts of the report, as its `summary` has them, and what was compared with what. */
export interface CheckSummary {
  /** The status that the comparison ended with. */
  readonly exit: number
  readonly policy: string
  readonly columns: number
  readonly compared: number
  readonly drifted: number
  /** Drifted over compared, 0 to 1, by weight where weights were given. */
  readonly share: number
  readonly degraded: number
  readonly notCompared: number
  /** The data compared: what they are called, SHA-256 of their bytes unless they came by a pipe. */
  readonly data: { readonly name: string; readonly digest: string | null; readonly rows: number }
  /** The digest of the baseline they were compared with: the version may have another by now. */
  readonly baseline: string
  /** The first drifted columns, in the order of the report. */
  readonly top: readonly {
    readonly column: string
    readonly severity: string
    readonly test: string | null
    readonly statistic: number | null
  }[]
}

export type NewCheck = Omit<Check, 'row'>

interface CheckRow {
  readonly id: number
  readonly time_ms: number
  readonly actor: string
  readonly run_id: string | null
  readonly verdict: string
  readonly summary: string
  readonly report: string | null
}

/** Adds a check to those of a version, whatever came out. */
export function insertCheck({ database }: Store, version: Pick<Version, 'row'>, check: NewCheck): void {
  const { timeMs, actor, runId, verdict, summary, report } = check
  const sql = `INSERT INTO checks (version, time_ms, actor, run_id, verdict, summary, report)
     VALUES (?, ?, ?, ?, ?, ?, ?)`
  database.prepare(sql).run(version.row, timeMs, actor, runId, verdict, JSON.stringify(summary), report)
}

/** The check that was recorded last, if any. */
export function lastCheck({ database }: Store, version: Pick<Version, 'row'>): Check | undefined {
  const sql = `SELECT id, ${columns} FROM checks WHERE version = ? ORDER BY id DESC LIMIT 1`
  const row = database.prepare<[number], CheckRow>(sql).get(version.row)
  return row && toCheck(row)
}

/** All checks of a version, the last one first. */
export function checksOf({ database }: Store, version: Pick<Version, 'row'>): Check[] {
  const sql = `SELECT id, ${columns} FROM checks WHERE version = ? ORDER BY id DESC`
  return database.prepare<[number], CheckRow>(sql).all(version.row).map(toCheck)
}

const columns = 'time_ms, actor, run_id, verdict, summary, report'

function toCheck({ id, time_ms, run_id, summary, ...row }: CheckRow): Check {
  return { ...row, row: id, timeMs: time_ms, runId: run_id, summary: JSON.parse(summary) }
}
