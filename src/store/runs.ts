import type { Lifecycle } from './experiments.ts'
import { runName } from './run-name.ts'
import type { Store } from './store.ts'

export const runStatuses = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'] as const
export type RunStatus = (typeof runStatuses)[number]

export interface GitState {
  readonly commit: string | null
  readonly branch: string | null
  readonly dirty: boolean | null
  /** The remote's address without credentials, and whatever else was seen. */
  readonly [more: string]: unknown
}

/** A run's own row. Params, metrics, tags, data and artifacts have tables, and files, of their own. */
export interface Run {
  /** The row's number: what the other tables refer to, and the order in which runs were recorded. */
  readonly row: number
  /** 32 lower-case hexadecimal digits. */
  readonly id: string
  readonly name: string
  readonly experimentId: string
  readonly experiment: string
  readonly status: RunStatus
  readonly startMs: number
  readonly endMs: number | null
  readonly user: string
  readonly lifecycle: Lifecycle
  /** The id of the run it is part of. */
  readonly parent: string | null
  readonly command: readonly string[] | null
  readonly exitCode: number | null
  readonly exitSignal: string | null
  readonly git: GitState | null
  /** Read when it is asked for: the versions of hundreds of packages would make long lists slow. */
  readonly environment: Readonly<Record<string, unknown>> | null
  readonly resources: Readonly<Record<string, unknown>> | null
  readonly heartbeatMs: number | null
}

export interface NewRun {
  readonly id: string
  readonly experimentId: string
  /** Left out, one is made of the id: `amber-heron-417`. */
  readonly name?: string | undefined
  readonly status?: RunStatus
  readonly startMs: number
  readonly endMs?: number | undefined
  readonly user: string
  readonly parent?: string | undefined
  readonly command?: readonly string[]
  readonly git?: GitState | null
  readonly environment?: Readonly<Record<string, unknown>>
}

/** What may change of a run's own row. */
export interface RunChange {
  readonly name?: string
  readonly experimentId?: string
  readonly status?: RunStatus
  readonly startMs?: number
  readonly endMs?: number | null
  readonly lifecycle?: Lifecycle
  readonly deletedMs?: number | null
  readonly parent?: string | null
  readonly command?: readonly string[]
  readonly exitCode?: number | null
  readonly exitSignal?: string | null
  readonly git?: GitState | null
  readonly environment?: Readonly<Record<string, unknown>>
  readonly resources?: Readonly<Record<string, unknown>>
  readonly heartbeatMs?: number | null
}

interface RunRow {
  readonly id: number
  readonly run_id: string
  readonly experiment: number
  readonly experiment_name: string
  readonly name: string
  readonly status: RunStatus
  readonly start_ms: number
  readonly end_ms: number | null
  readonly user: string
  readonly lifecycle: Lifecycle
  readonly parent: string | null
  readonly command: string | null
  readonly exit_code: number | null
  readonly exit_signal: string | null
  readonly git: string | null
  readonly resources: string | null
  readonly heartbeat_ms: number | null
}

/** What every query for whole runs begins with; `runs` and `experiments` may be named after it. */
const selectRuns = `SELECT runs.id, run_id, experiment, runs.name, status, start_ms, end_ms, user, runs.lifecycle, parent,
  command, exit_code, exit_signal, git, resources, heartbeat_ms, experiments.name AS experiment_name
  FROM runs JOIN experiments ON experiments.id = runs.experiment`

/** Adds a run and gives its row. The same id again is the same run: a repeated command changes nothing. */
export function insertRun(store: Store, run: NewRun): number {
  const { database } = store
  database
    .prepare(
      `INSERT INTO runs (run_id, experiment, name, status, start_ms, end_ms, user, parent, command, git, environment)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run_id) DO NOTHING`,
    )
    .run(
      run.id,
      Number(run.experimentId),
      run.name ?? runName(run.id),
      run.status ?? 'RUNNING',
      run.startMs,
      run.endMs ?? null,
      run.user,
      run.parent ?? null,
      json(run.command),
      json(run.git),
      json(run.environment),
    )
  return database
    .prepare<[string], number>('SELECT id FROM runs WHERE run_id = ?')
    .pluck()
    .get(run.id) as number
}

const columns: Readonly<Record<keyof RunChange, string>> = {
  name: 'name',
  experimentId: 'experiment',
  status: 'status',
  startMs: 'start_ms',
  endMs: 'end_ms',
  lifecycle: 'lifecycle',
  deletedMs: 'deleted_ms',
  parent: 'parent',
  command: 'command',
  exitCode: 'exit_code',
  exitSignal: 'exit_signal',
  git: 'git',
  environment: 'environment',
  resources: 'resources',
  heartbeatMs: 'heartbeat_ms',
}

/** Changes what is named of a run and nothing else. */
export function updateRun({ database }: Store, row: number, change: RunChange): void {
  const names = (Object.keys(change) as (keyof RunChange)[]).filter(name => change[name] !== undefined)
  if (names.length === 0) return
  const values = names.map(name => {
    const value = change[name]
    if (name === 'experimentId') return Number(value)
    return typeof value === 'object' ? json(value) : value
  })
  const set = names.map(name => `${columns[name]} = ?`).join(', ')
  database.prepare(`UPDATE runs SET ${set} WHERE id = ?`).run(...values, row)
}

export function runWithId({ database }: Store, id: string): Run | undefined {
  const row = database.prepare<[string], RunRow>(`${selectRuns} WHERE runs.run_id = ?`).get(id)
  return row && toRun(database, row)
}

/** The runs a person may mean: of that id, of an id that starts so (4 digits and more), or of that name. */
export function runsMatching({ database }: Store, text: string): Run[] {
  const prefix = /^[0-9a-f]{4,32}$/i.test(text) ? text.toLowerCase() : undefined
  if (prefix?.length === 32) {
    const row = database.prepare<[string], RunRow>(`${selectRuns} WHERE runs.run_id = ?`).get(prefix)
    if (row !== undefined) return [toRun(database, row)]
  }
  return database
    .prepare<[string, string, string], RunRow>(
      `${selectRuns} WHERE runs.name = ? OR (runs.run_id >= ? AND runs.run_id < ?) ORDER BY runs.id DESC`,
    )
    .all(text, prefix ?? 'g', prefix === undefined ? 'g' : `${prefix}g`)
    .map(row => toRun(database, row))
}

/** Names of runs for "did you mean", the newest first. */
export function recentRunNames({ database }: Store, limit: number): string[] {
  return database
    .prepare<[number], string>("SELECT name FROM runs WHERE lifecycle = 'active' ORDER BY id DESC LIMIT ?")
    .pluck()
    .all(limit)
}

/** A part of a query that chooses runs: SQL about `runs` and `experiments`, with its values. */
export interface RunSelection {
  /** After WHERE. */
  readonly where: string
  readonly values: readonly (string | number)[]
  /** After ORDER BY; the caller makes it total. */
  readonly order: string
  readonly orderValues?: readonly (string | number)[]
  /** At most so many; undefined for all. */
  readonly limit?: number
  readonly offset?: number
}

/** The runs chosen, and how many there are without the limit. */
export function selectedRuns({ database }: Store, selection: RunSelection): { runs: Run[]; total: number } {
  const { where, values, order, orderValues = [], limit, offset = 0 } = selection
  const runs = database
    .prepare<unknown[], RunRow>(`${selectRuns} WHERE ${where} ORDER BY ${order} LIMIT ? OFFSET ?`)
    .all(...values, ...orderValues, limit ?? -1, offset)
    .map(row => toRun(database, row))
  // Counting goes through all runs once more: where the last of them was seen, it is known.
  const isLastSeen = limit === undefined || runs.length < limit
  if (isLastSeen && (offset === 0 || runs.length > 0)) return { runs, total: offset + runs.length }
  const total = database
    .prepare<unknown[], number>(
      `SELECT count(*) FROM runs JOIN experiments ON experiments.id = runs.experiment WHERE ${where}`,
    )
    .pluck()
    .get(...values)
  return { runs, total: total ?? 0 }
}

function toRun(database: Store['database'], row: RunRow): Run {
  return {
    row: row.id,
    id: row.run_id,
    name: row.name,
    experimentId: String(row.experiment),
    experiment: row.experiment_name,
    status: row.status,
    startMs: row.start_ms,
    endMs: row.end_ms,
    user: row.user,
    lifecycle: row.lifecycle,
    parent: row.parent,
    command: parsed(row.command),
    exitCode: row.exit_code,
    exitSignal: row.exit_signal,
    git: parsed(row.git),
    get environment() {
      const select = database.prepare<[number], string | null>('SELECT environment FROM runs WHERE id = ?')
      return parsed<Run['environment']>(select.pluck().get(row.id) ?? null)
    },
    resources: parsed(row.resources),
    heartbeatMs: row.heartbeat_ms,
  }
}

function json(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value)
}

function parsed<T>(text: string | null): T | null {
  return text === null ? null : JSON.parse(text)
}
