import { dirname } from 'node:path'
import { MlregError } from '../errors.ts'
import type { Lifecycle } from '../store/experiments.ts'
import { distrust } from '../store/open-store.ts'
import type { Pair } from '../store/params.ts'
import { type Database, loadSqlite } from '../store/sqlite.ts'

import { registeredModels } from './mlflow-models-sqlite.ts'
import { mlflowTables, readingMlflow } from './mlflow-schema.ts'
import {
  contextTag,
  type MlflowDataset,
  type MlflowExperiment,
  type MlflowLoggedModel,
  type MlflowRun,
  type MlflowSource,
} from './mlflow-source.ts'
import type { PointRecord } from './run-records.ts'

interface RunRow {
  readonly run_uuid: string
  readonly name: string | null
  readonly experiment_id: number
  readonly user_id: string | null
  readonly status: string
  readonly start_time: number | null
  readonly end_time: number | null
  readonly lifecycle_stage: Lifecycle
  readonly artifact_uri: string | null
}

/** Opens the database of an MLflow tracking store (2 or 3) for reading; nothing in it changes. */
export async function readMlflowSqlite(path: string): Promise<MlflowSource> {
  const Database = await loadSqlite()
  let database: Database | undefined
  try {
    database = new Database(path, { readonly: true, fileMustExist: true })
    distrust(database)
    // All that is read is of one moment.
    database.exec('BEGIN')
    return sourceOf(path, database, mlflowTables(database, path))
  } catch (error) {
    database?.close()
    if (error instanceof MlregError) throw error
    throw new MlregError('bad-input', `cannot read ${path}: ${(error as Error).message}`, {
      hint: "name MLflow's SQLite file, such as mlflow.db, or its mlruns folder",
      cause: error,
    })
  }
}

function sourceOf(path: string, database: Database, tables: ReadonlySet<string>): MlflowSource {
  return {
    path,
    directory: dirname(path),
    experiments: () => readingMlflow(path, experimentsOf(database, tables)),
    runs: experimentId => readingMlflow(path, runsOf(path, database, tables, experimentId)),
    registeredModels: () => readingMlflow(path, registeredModels(database, tables)),
    loggedModel: id => (tables.has('logged_models') ? loggedModelOf(database, id) : undefined),
    close: () => database.close(),
  }
}

function* runsOf(
  path: string,
  database: Database,
  tables: ReadonlySet<string>,
  experimentId: string,
): Generator<MlflowRun> {
  const rows = database
    .prepare<[string], RunRow>(
      `SELECT run_uuid, name, experiment_id, user_id, status, start_time, end_time, lifecycle_stage, artifact_uri
           FROM runs WHERE experiment_id = ? ORDER BY start_time, run_uuid`,
    )
    .all(experimentId)
  for (const row of rows) yield runOf(path, database, tables, row)
}

function* experimentsOf(database: Database, tables: ReadonlySet<string>): Generator<MlflowExperiment> {
  const rows = database
    .prepare<[], Record<string, unknown>>('SELECT * FROM experiments ORDER BY experiment_id')
    .all()
  for (const row of rows) {
    const id = String(row.experiment_id)
    yield {
      id,
      name: String(row.name),
      lifecycle: row.lifecycle_stage as Lifecycle,
      createdMs: (row.creation_time as number | null | undefined) ?? null,
      updatedMs: (row.last_update_time as number | null | undefined) ?? null,
      tags: tables.has('experiment_tags') ? pairs(database, 'experiment_tags', 'experiment_id', id) : [],
    }
  }
}

function pairs(database: Database, table: string, column: string, id: string): Pair[] {
  return database
    .prepare<[string], { key: string; value: string | null }>(
      `SELECT key, value FROM ${table} WHERE ${column} = ? ORDER BY key`,
    )
    .all(id)
    .map(({ key, value }) => [key, value ?? ''])
}

function runOf(path: string, database: Database, tables: ReadonlySet<string>, row: RunRow): MlflowRun {
  const id = row.run_uuid
  return {
    id,
    experimentId: String(row.experiment_id),
    name: row.name,
    status: row.status,
    startMs: row.start_time,
    endMs: row.end_time,
    user: row.user_id,
    lifecycle: row.lifecycle_stage,
    artifactUri: row.artifact_uri,
    params: pairs(database, 'params', 'run_uuid', id),
    tags: pairs(database, 'tags', 'run_uuid', id),
    datasets: tables.has('inputs') && tables.has('datasets') ? datasetsOf(database, id) : [],
    models: tables.has('logged_models') ? modelsOf(database, id) : [],
    points: () => readingMlflow(path, pointsOf(database, id)),
  }
}

// MLflow has no way to keep infinity in a database and puts the largest double there.
const infinite = Number.MAX_VALUE

function* pointsOf(database: Database, id: string): Generator<PointRecord> {
  const rows = database
    .prepare<[string], { key: string; step: number; timestamp: number; value: number; is_nan: number }>(
      'SELECT key, step, timestamp, value, is_nan FROM metrics WHERE run_uuid = ? ORDER BY key, step, timestamp',
    )
    .iterate(id)
  for (const { key, step, timestamp, value, is_nan } of rows) {
    const number = Math.abs(value) === infinite ? value * 2 : value
    yield [key, step, timestamp, is_nan ? Number.NaN : number]
  }
}

function datasetsOf(database: Database, id: string): MlflowDataset[] {
  return database
    .prepare<[string, string], MlflowDataset>(
      `SELECT datasets.name, datasets.digest, coalesce(input_tags.value, '') AS context,
         dataset_source AS source, dataset_schema AS schema, dataset_profile AS profile
       FROM inputs JOIN datasets ON datasets.dataset_uuid = inputs.source_id
       LEFT JOIN input_tags ON input_tags.input_uuid = inputs.input_uuid AND input_tags.name = ?
       WHERE inputs.source_type = 'DATASET' AND inputs.destination_type = 'RUN' AND inputs.destination_id = ?
       ORDER BY datasets.name, datasets.digest, context`,
    )
    .all(contextTag, id)
}

function modelsOf(database: Database, id: string): MlflowLoggedModel[] {
  return database
    .prepare<[string], MlflowLoggedModel>(
      `${selectLoggedModels} WHERE source_run_id = ? ORDER BY creation_timestamp_ms DESC, model_id`,
    )
    .all(id)
}

const selectLoggedModels =
  'SELECT model_id AS id, name, artifact_location AS location, source_run_id AS runId FROM logged_models'

function loggedModelOf(database: Database, id: string): MlflowLoggedModel | undefined {
  return database.prepare<[string], MlflowLoggedModel>(`${selectLoggedModels} WHERE model_id = ?`).get(id)
}
