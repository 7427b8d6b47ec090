import { MlregError } from '../errors.ts'
import type { Database } from '../store/sqlite.ts'

type Columns = readonly string[]

/** What is read of every MLflow store. Times of experiments are younger than some stores and may be missing. */
const required: Readonly<Record<string, Columns>> = {
  experiments: ['experiment_id', 'name', 'lifecycle_stage'],
  runs: [
    ...['run_uuid', 'name', 'experiment_id', 'user_id', 'status', 'start_time', 'end_time'],
    ...['lifecycle_stage', 'artifact_uri'],
  ],
  metrics: ['run_uuid', 'key', 'step', 'timestamp', 'value', 'is_nan'],
  params: ['run_uuid', 'key', 'value'],
  tags: ['run_uuid', 'key', 'value'],
}

/** What later versions added, table by table: all of a group is there or nothing of it. */
const added: readonly Readonly<Record<string, Columns>>[] = [
  { experiment_tags: ['experiment_id', 'key', 'value'] },
  {
    inputs: ['input_uuid', 'source_type', 'source_id', 'destination_type', 'destination_id'],
    datasets: ['dataset_uuid', 'name', 'digest', 'dataset_source', 'dataset_schema', 'dataset_profile'],
    input_tags: ['input_uuid', 'name', 'value'],
  },
  { logged_models: ['model_id', 'name', 'artifact_location', 'source_run_id', 'creation_timestamp_ms'] },
  {
    registered_models: ['name'],
    model_versions: ['name', 'version', 'current_stage', 'source', 'run_id'],
  },
  {
    registered_model_tags: ['name', 'key', 'value'],
    model_version_tags: ['name', 'version', 'key', 'value'],
  },
  { registered_model_aliases: ['name', 'alias', 'version'] },
]

/**
 * The tables of an MLflow store, of which all that is read has the columns that are read. Throws `bad-input` for what is
 * another database, and `corrupt`, naming table and column, for one that lacks something.
 */
export function mlflowTables(database: Database, path: string): ReadonlySet<string> {
  const tables = new Set(
    database.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all(),
  )
  if (!tables.has('alembic_version') || !Object.keys(required).some(table => tables.has(table))) {
    throw new MlregError('bad-input', `${path} is no MLflow store: it has other tables`)
  }
  for (const group of [required, ...added]) {
    const names = Object.keys(group)
    if (group !== required && !names.some(table => tables.has(table))) continue
    for (const table of names) {
      if (!tables.has(table)) throw lacking(path, `table "${table}"`)
      const columns = database
        .prepare<[string], string>('SELECT name FROM pragma_table_info(?)')
        .pluck()
        .all(table)
      const missing = group[table]?.find(column => !columns.includes(column))
      if (missing !== undefined) throw lacking(path, `column "${missing}" in its table "${table}"`)
    }
  }
  return tables
}

function lacking(path: string, what: string): MlregError {
  return new MlregError('corrupt', `the MLflow store ${path} has no ${what}`, {
    hint: 'nothing was imported; one of an old MLflow is mended by "mlflow db upgrade", a damaged one by a backup',
  })
}

/** Rows on their way out of an MLflow store; what SQLite says on the way is said of that store and not of ours. */
export function* readingMlflow<T>(path: string, rows: Iterable<T>): Generator<T> {
  try {
    yield* rows
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string }
    if (typeof code !== 'string' || !code.startsWith('SQLITE_')) throw error
    throw new MlregError('corrupt', `the MLflow store ${path} cannot be read: ${message}`, {
      hint: 'nothing was imported; look with "sqlite3 FILE \'PRAGMA integrity_check\'", or import a backup of it',
      cause: error,
    })
  }
}
