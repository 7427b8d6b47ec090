import type { Pair } from '../store/params.ts'
import type { Database } from '../store/sqlite.ts'
import { deletedStage, type MlflowModel, type MlflowVersion } from './mlflow-source.ts'

// Columns came and went from one version of MLflow to the next: what is missing is undefined.
type Row = Readonly<Record<string, string | number | null | undefined>>

/** The registered models of a database. A name may be there in several workspaces: once each, `default` first. */
export function* registeredModels(database: Database, tables: ReadonlySet<string>): Generator<MlflowModel> {
  const rows = (table: string) =>
    tables.has(table) ? database.prepare<[], Row>(`SELECT * FROM ${table}`).all() : []
  const versions = byModel(rows('model_versions'))
  const versionTags = byModel(rows('model_version_tags'))
  const tags = byModel(rows('registered_model_tags'))
  const aliases = byModel(rows('registered_model_aliases'))
  const models = rows('registered_models')
    .map(row => ({ row, key: keyOf(row), isOther: (row.workspace ?? 'default') !== 'default' }))
    .sort((a, b) => Number(a.isOther) - Number(b.isOther) || (a.key < b.key ? -1 : 1))
  for (const { row, key } of models) {
    const own = (versions.get(key) ?? []).sort((a, b) => Number(a.version) - Number(b.version))
    const tagRows = versionTags.get(key) ?? []
    yield {
      ...commonParts(row),
      name: String(row.name),
      tags: pairsIn(tags.get(key) ?? []),
      aliases: (aliases.get(key) ?? []).map(one => [String(one.alias), Number(one.version)]),
      lastVersion: Number(own.at(-1)?.version ?? 0),
      versions: own
        .filter(one => one.current_stage !== deletedStage)
        .map(one => versionOf(one, pairsIn(tagRows.filter(tag => tag.version === one.version)))),
    }
  }
}

function keyOf({ workspace = 'default', name }: Row): string {
  return JSON.stringify([workspace, name])
}

function byModel(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>()
  for (const row of rows) {
    const own = found.get(keyOf(row))
    if (own === undefined) found.set(keyOf(row), [row])
    else own.push(row)
  }
  return found
}

function pairsIn(rows: readonly Row[]): Pair[] {
  return rows
    .map(({ key, value }): Pair => [String(key), String(value ?? '')])
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

function versionOf(row: Row, tags: readonly Pair[]): MlflowVersion {
  return {
    ...commonParts(row),
    version: Number(row.version),
    stage: String(row.current_stage ?? 'None'),
    user: textIn(row.user_id),
    runId: textIn(row.run_id),
    source: textIn(row.source),
    storageLocation: textIn(row.storage_location),
    tags,
  }
}

function commonParts(row: Row) {
  return {
    description: textIn(row.description),
    createdMs: (row.creation_time ?? null) as number | null,
    updatedMs: (row.last_updated_time ?? null) as number | null,
  }
}

function textIn(value: Row[string]): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
