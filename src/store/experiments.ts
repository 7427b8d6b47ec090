import { MlregError } from '../errors.ts'
import type { Store } from './store.ts'

export type Lifecycle = 'active' | 'deleted'

export interface Experiment {
  /** A decimal number; `0` is Default. Sent as text, as MLflow does. */
  readonly id: string
  readonly name: string
  readonly lifecycle: Lifecycle
  readonly createdMs: number
  readonly updatedMs: number
}

export interface CountedExperiment extends Experiment {
  /** How many runs that are not deleted. */
  readonly runs: number
}

export const defaultExperiment = 'Default'

interface ExperimentRow {
  readonly id: number
  readonly name: string
  readonly lifecycle: Lifecycle
  readonly created_ms: number
  readonly updated_ms: number
}

export function experimentNamed({ database }: Store, name: string): Experiment | undefined {
  const row = database.prepare<[string], ExperimentRow>('SELECT * FROM experiments WHERE name = ?').get(name)
  return row && toExperiment(row)
}

export function experimentWithId({ database }: Store, id: string): Experiment | undefined {
  if (!/^\d{1,15}$/.test(id)) return undefined
  const row = database
    .prepare<[number], ExperimentRow>('SELECT * FROM experiments WHERE id = ?')
    .get(Number(id))
  return row && toExperiment(row)
}

/** Every experiment, deleted ones too, in the order they were made. */
export function allExperiments({ database }: Store): CountedExperiment[] {
  return database
    .prepare<[], ExperimentRow & { readonly runs: number }>(
      `SELECT experiments.*, count(runs.id) AS runs FROM experiments
       LEFT JOIN runs ON runs.experiment = experiments.id AND runs.lifecycle = 'active'
       GROUP BY experiments.id ORDER BY experiments.id`,
    )
    .all()
    .map(row => ({ ...toExperiment(row), runs: row.runs }))
}

/** Makes an experiment. A deleted one keeps its name: its runs may come back. */
export function createExperiment(store: Store, name: string, nowMs: number): Experiment {
  checkExperimentName(name)
  refuseTaken(store, name)
  const { lastInsertRowid } = store.database
    .prepare('INSERT INTO experiments (name, created_ms, updated_ms) VALUES (?, ?, ?)')
    .run(name, nowMs, nowMs)
  return { id: String(lastInsertRowid), name, lifecycle: 'active', createdMs: nowMs, updatedMs: nowMs }
}

/** The active experiment of that name, made when there is none. */
export function ensureExperiment(store: Store, name: string, nowMs: number): Experiment {
  const existing = experimentNamed(store, name)
  if (existing === undefined) return createExperiment(store, name, nowMs)
  if (existing.lifecycle === 'active') return existing
  throw new MlregError('conflict', `the experiment "${name}" is deleted`, {
    hint: `bring it back: mlreg experiments restore "${name}"`,
  })
}

export function renameExperiment(store: Store, experiment: Experiment, name: string, nowMs: number): void {
  checkExperimentName(name)
  if (name === experiment.name) return
  refuseDefault(experiment, 'renamed')
  refuseTaken(store, name)
  store.database
    .prepare('UPDATE experiments SET name = ?, updated_ms = ? WHERE id = ?')
    .run(name, nowMs, Number(experiment.id))
}

/** Deletes an experiment with its runs, or brings it and those back; rows stay. */
export function setExperimentLifecycle(
  store: Store,
  experiment: Experiment,
  lifecycle: Lifecycle,
  nowMs: number,
): void {
  if (lifecycle === experiment.lifecycle) return
  if (lifecycle === 'deleted') refuseDefault(experiment, 'deleted')
  const { database } = store
  const id = Number(experiment.id)
  const since = database
    .prepare<[number], number>('SELECT deleted_ms FROM experiments WHERE id = ?')
    .pluck()
    .get(id)
  const deletedMs = lifecycle === 'deleted' ? nowMs : null
  database
    .prepare('UPDATE experiments SET lifecycle = ?, deleted_ms = ?, updated_ms = ? WHERE id = ?')
    .run(lifecycle, deletedMs, nowMs, id)
  // What had been deleted before its experiment stays so when that comes back.
  database
    .prepare('UPDATE runs SET lifecycle = ?, deleted_ms = ? WHERE experiment = ? AND deleted_ms IS ?')
    .run(lifecycle, deletedMs, id, since)
}

function checkExperimentName(name: string): void {
  if (name.trim() !== '' && name.length <= 500 && !/\p{Cc}/u.test(name)) return
  throw new MlregError('bad-input', `"${name}" cannot name an experiment`, {
    hint: 'a name has 1 to 500 characters and no control characters',
  })
}

function refuseTaken(store: Store, name: string): void {
  const other = experimentNamed(store, name)
  if (other === undefined) return
  throw new MlregError(
    'already-exists',
    `there is an experiment "${name}"${other.lifecycle === 'deleted' ? ', deleted' : ''}`,
    {
      ...(other.lifecycle === 'deleted'
        ? { hint: `bring it back: mlreg experiments restore "${name}"` }
        : {}),
    },
  )
}

/** Runs without an experiment go there. */
function refuseDefault(experiment: Experiment, done: string): void {
  if (experiment.id !== '0') return
  throw new MlregError('conflict', `the experiment ${defaultExperiment} cannot be ${done}`)
}

function toExperiment({ id, name, lifecycle, created_ms, updated_ms }: ExperimentRow): Experiment {
  return { id: String(id), name, lifecycle, createdMs: created_ms, updatedMs: updated_ms }
}
