import type { Lifecycle } from '../store/experiments.ts'
import type { Store } from '../store/store.ts'
import type { DriftTerms } from './drift-terms.ts'
import type { Model } from './models.ts'

/** What an `MLmodel` file says of a model. */
export interface ModelDescription {
  /** `python_function`, `sklearn` … */
  readonly flavors: readonly string[]
  /** Columns of the inputs and outputs, as far as they are known. */
  readonly signature: {
    readonly inputs: unknown
    readonly outputs: unknown
    readonly params: unknown
  } | null
}

/** Which data a baseline describes. */
export interface BaselineData {
  /** What the data are called: a file's name, or that of a data input. */
  readonly name: string
  /** SHA-256 of their bytes; null when only their profile is known. */
  readonly digest: string | null
  readonly rows: number | null
}

/** One version of a model. Its files, tags, aliases, approvals and checks have tables of their own. */
export interface Version {
  readonly row: number
  readonly modelRow: number
  /** The model's. */
  readonly name: string
  readonly version: number
  readonly stage: string
  /** Since when it is in its stage. */
  readonly stagedMs: number
  /** The id of the run it comes from. */
  readonly runId: string | null
  /** Where its files were: `runs:/RUN/path`, or a path of the machine that registered it. */
  readonly source: string
  /** The name of its one file, or of the directory above all of them. */
  readonly root: string
  /** SHA-256 of its one file, or of the list of its files: see `digestOfFiles`. */
  readonly digest: string
  /** Of all its files. */
  readonly bytes: number
  readonly description: string
  readonly mlmodel: ModelDescription | null
  /** The digest of a drift profile of the data that new data are to be compared with. */
  readonly baseline: string | null
  readonly baselineData: BaselineData | null
  /** How data are compared with the baseline. */
  readonly drift: DriftTerms | null
  /** The digest of its model card. */
  readonly card: string | null
  readonly createdMs: number
  readonly user: string
  readonly lifecycle: Lifecycle
}

/** How a version is written: `churn/7`. */
export function reference({ name, version }: Pick<Version, 'name' | 'version'>): string {
  return `${name}/${version}`
}

export type NewVersion = Omit<Version, 'row' | 'modelRow' | 'name' | 'lifecycle'>

interface VersionRow {
  readonly id: number
  readonly model: number
  readonly name: string
  readonly version: number
  readonly stage: string
  readonly staged_ms: number
  readonly run_id: string | null
  readonly source: string
  readonly root: string
  readonly digest: string
  readonly bytes: number
  readonly description: string
  readonly mlmodel: string | null
  readonly baseline: string | null
  readonly baseline_data: string | null
  readonly drift: string | null
  readonly card: string | null
  readonly created_ms: number
  readonly user: string
  readonly lifecycle: Lifecycle
}

const selectVersions =
  'SELECT versions.*, models.name AS name FROM versions JOIN models ON models.id = versions.model'

/** Adds a version, whose number was taken before, and gives it. */
export function insertVersion(store: Store, model: Model, version: NewVersion): Version {
  const sql = `INSERT INTO versions (model, version, stage, staged_ms, run_id, source, root, digest, bytes, description,
     mlmodel, baseline, baseline_data, drift, card, created_ms, user)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
  store.database
    .prepare(sql)
    .run(
      model.row,
      version.version,
      version.stage,
      version.stagedMs,
      version.runId,
      version.source,
      version.root,
      version.digest,
      version.bytes,
      version.description,
      version.mlmodel && JSON.stringify(version.mlmodel),
      version.baseline,
      version.baselineData && JSON.stringify(version.baselineData),
      version.drift && JSON.stringify(version.drift),
      version.card,
      version.createdMs,
      version.user,
    )
  return versionNumbered(store, model, version.version) as Version
}

/** The version of a number, unless it was deleted. */
export function versionNumbered(
  { database }: Store,
  model: Pick<Model, 'row'>,
  number: number,
): Version | undefined {
  const sql = `${selectVersions} WHERE model = ? AND version = ? AND versions.lifecycle = 'active'`
  const row = database.prepare<[number, number], VersionRow>(sql).get(model.row, number)
  return row && toVersion(row)
}

/** The version of a row, unless it was deleted. */
export function versionWithRow({ database }: Store, id: number): Version | undefined {
  const sql = `${selectVersions} WHERE versions.id = ? AND versions.lifecycle = 'active'`
  const row = database.prepare<[number], VersionRow>(sql).get(id)
  return row && toVersion(row)
}

/** Whether a number has a version, deleted or not. */
export function isNumberTaken({ database }: Store, { row }: Pick<Model, 'row'>, number: number): boolean {
  const sql = 'SELECT 1 FROM versions WHERE model = ? AND version = ?'
  return database.prepare(sql).get(row, number) !== undefined
}

/** A model's versions that were not deleted, the newest first. */
export function versionsOf({ database }: Store, model: Pick<Model, 'row'>): Version[] {
  const sql = `${selectVersions} WHERE model = ? AND versions.lifecycle = 'active' ORDER BY version DESC`
  return database.prepare<[number], VersionRow>(sql).all(model.row).map(toVersion)
}

/** The versions that were registered from a run and not deleted, by model and number. */
export function versionsOfRun({ database }: Store, runId: string): Version[] {
  const sql = `${selectVersions} WHERE run_id = ? AND versions.lifecycle = 'active' ORDER BY models.name, version`
  return database.prepare<[string], VersionRow>(sql).all(runId).map(toVersion)
}

/** The same for all runs of an experiment that were not deleted. */
export function versionsOfExperiment({ database }: Store, experimentId: string): Version[] {
  const sql = `${selectVersions} WHERE versions.lifecycle = 'active' AND run_id IN
     (SELECT run_id FROM runs WHERE experiment = ? AND lifecycle = 'active') ORDER BY models.name, version`
  return database.prepare<[number], VersionRow>(sql).all(Number(experimentId)).map(toVersion)
}

/** The versions that were registered from any of the runs, by the rows of these, and not deleted. */
export function versionsOfRuns({ database }: Store, runRows: readonly number[]): Version[] {
  const sql = `${selectVersions} WHERE run_id IN (SELECT runs.run_id FROM runs WHERE runs.id IN (SELECT value FROM json_each(?)))
     AND versions.lifecycle = 'active' AND models.lifecycle = 'active' ORDER BY models.name, version`
  return database.prepare<[string], VersionRow>(sql).all(JSON.stringify(runRows)).map(toVersion)
}

/** What may change of a version's own row. */
export interface VersionChange {
  readonly stage?: string
  readonly stagedMs?: number
  /** The stage it was in before, and when it left it by the machine's own clock. */
  readonly leftStage?: string
  readonly movedMs?: number
  readonly description?: string
  readonly baseline?: string | null
  readonly baselineData?: BaselineData | null
  readonly drift?: DriftTerms | null
  readonly card?: string | null
  readonly lifecycle?: Lifecycle
  readonly deletedMs?: number | null
}

const columns: Readonly<Record<keyof VersionChange, string>> = {
  stage: 'stage',
  stagedMs: 'staged_ms',
  leftStage: 'left_stage',
  movedMs: 'moved_ms',
  description: 'description',
  baseline: 'baseline',
  baselineData: 'baseline_data',
  drift: 'drift',
  card: 'card',
  lifecycle: 'lifecycle',
  deletedMs: 'deleted_ms',
}

/** Changes what is named of a version and nothing else. */
export function updateVersion({ database }: Store, version: Version, change: VersionChange): void {
  const names = (Object.keys(change) as (keyof VersionChange)[]).filter(name => change[name] !== undefined)
  const values = names.map(name => {
    const value = change[name]
    return typeof value === 'object' ? value && JSON.stringify(value) : value
  })
  const set = names.map(name => `${columns[name]} = ?`).join(', ')
  database.prepare(`UPDATE versions SET ${set} WHERE id = ?`).run(...values, version.row)
}

function toVersion(row: VersionRow): Version {
  return {
    row: row.id,
    modelRow: row.model,
    name: row.name,
    version: row.version,
    stage: row.stage,
    stagedMs: row.staged_ms,
    runId: row.run_id,
    source: row.source,
    root: row.root,
    digest: row.digest,
    bytes: row.bytes,
    description: row.description,
    mlmodel: row.mlmodel === null ? null : JSON.parse(row.mlmodel),
    baseline: row.baseline,
    baselineData: row.baseline_data === null ? null : JSON.parse(row.baseline_data),
    drift: row.drift === null ? null : JSON.parse(row.drift),
    card: row.card,
    createdMs: row.created_ms,
    user: row.user,
    lifecycle: row.lifecycle,
  }
}
