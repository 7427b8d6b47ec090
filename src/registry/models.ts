import type { Lifecycle } from '../store/experiments.ts'
import type { Store } from '../store/store.ts'

/** A name under which versions are kept. */
export interface Model {
  readonly row: number
  readonly name: string
  readonly description: string
  /** The greatest number that was ever given, whether that version is still there or not. */
  readonly lastVersion: number
  readonly lifecycle: Lifecycle
  readonly createdMs: number
  readonly updatedMs: number
}

interface ModelRow {
  readonly id: number
  readonly name: string
  readonly description: string
  readonly last_version: number
  readonly lifecycle: Lifecycle
  readonly created_ms: number
  readonly updated_ms: number
}

/** The model of a name, deleted or not. */
export function modelNamed({ database }: Store, name: string): Model | undefined {
  const row = database.prepare<[string], ModelRow>('SELECT * FROM models WHERE name = ?').get(name)
  return row && toModel(row)
}

/** The same, where the name is written in another of Unicode's ways too: to a reader they are one name. */
export function modelSpelled(store: Store, name: string): Model | undefined {
  const exact = modelNamed(store, name)
  if (exact !== undefined || /^[ -~]*$/.test(name)) return exact
  const names = store.database.prepare<[], string>('SELECT name FROM models ORDER BY name').pluck().all()
  const like = names.find(one => one.normalize('NFC') === name.normalize('NFC'))
  return like === undefined ? undefined : modelNamed(store, like)
}

/** All that were not deleted, by name. */
export function activeModels({ database }: Store): Model[] {
  return database
    .prepare<[], ModelRow>("SELECT * FROM models WHERE lifecycle = 'active' ORDER BY name")
    .all()
    .map(toModel)
}

/** The model of a name, made where there is none; a deleted one is there again, and goes on counting. */
export function ensureModel(store: Store, name: string, nowMs: number): Model {
  const sql = `INSERT INTO models (name, created_ms, updated_ms) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET lifecycle = 'active'`
  const known = modelSpelled(store, name)?.name ?? name.normalize('NFC')
  store.database.prepare(sql).run(known, nowMs, nowMs)
  return modelNamed(store, known) as Model
}

/** Adds a model that there is none of, as it is somewhere else. */
export function insertModel(store: Store, model: Omit<Model, 'row' | 'lifecycle'>): Model {
  const { name, description, lastVersion, createdMs, updatedMs } = model
  const sql = `INSERT INTO models (name, description, last_version, created_ms, updated_ms) VALUES (?, ?, ?, ?, ?)`
  store.database.prepare(sql).run(name, description, lastVersion, createdMs, updatedMs)
  return modelNamed(store, name) as Model
}

/** Says that numbers up to this one were given somewhere: they are not given again here. */
export function raiseLastVersion(
  { database }: Store,
  { row }: Model,
  number: number,
  updatedMs: number,
): void {
  database
    .prepare('UPDATE models SET last_version = max(last_version, ?), updated_ms = ? WHERE id = ?')
    .run(number, updatedMs, row)
}

/** The number of the next version, which is never given again. */
export function takeVersionNumber({ database }: Store, model: Model, nowMs: number): number {
  const sql =
    'UPDATE models SET last_version = last_version + 1, updated_ms = ? WHERE id = ? RETURNING last_version'
  return database.prepare<[number, number], number>(sql).pluck().get(nowMs, model.row) as number
}

export function setModelLifecycle({ database }: Store, model: Model, lifecycle: Lifecycle): void {
  database.prepare('UPDATE models SET lifecycle = ? WHERE id = ?').run(lifecycle, model.row)
}

export function describeModel({ database }: Store, model: Model, description: string): void {
  database.prepare('UPDATE models SET description = ? WHERE id = ?').run(description, model.row)
}

function toModel({ id, last_version, created_ms, updated_ms, ...row }: ModelRow): Model {
  return { ...row, row: id, lastVersion: last_version, createdMs: created_ms, updatedMs: updated_ms }
}
