import { aliasesOfVersion } from '../registry/aliases.ts'
import { type Check, checksOf } from '../registry/checks.ts'
import { tagsOfModel } from '../registry/model-tags.ts'
import { type Model, modelNamed } from '../registry/models.ts'
import { filesOfVersion } from '../registry/version-files.ts'
import { tagsOfVersion } from '../registry/version-tags.ts'
import type { Version } from '../registry/versions.ts'
import type { Pair } from '../store/params.ts'
import type { Store } from '../store/store.ts'
import type { ArtifactRecord } from './run-records.ts'

type OwnModelParts = 'name' | 'description' | 'lastVersion' | 'createdMs' | 'updatedMs'

/** A registered model, which comes before its versions. */
export interface ModelRecord extends Pick<Model, OwnModelParts> {
  readonly type: 'model'
  readonly tags: readonly Pair[]
}

type OwnVersionParts =
  | 'version'
  | 'stage'
  | 'stagedMs'
  | 'runId'
  | 'source'
  | 'root'
  | 'digest'
  | 'description'
  | 'mlmodel'
  | 'baseline'
  | 'baselineData'
  | 'drift'
  | 'card'
  | 'createdMs'
  | 'user'

/** A version with all that is known of it but approvals, which hold in the store that they were given in. */
export interface VersionRecord extends Pick<Version, OwnVersionParts> {
  readonly type: 'version'
  /** Its model's name. */
  readonly model: string
  readonly tags: readonly Pair[]
  readonly aliases: readonly string[]
  /** Each path begins with the root. */
  readonly files: readonly ArtifactRecord[]
  /** Oldest first. */
  readonly checks: readonly Omit<Check, 'row'>[]
}

/** The versions with their models, which come by name, and they by number. */
export function* modelRecords(
  store: Store,
  versions: readonly Version[],
): Generator<ModelRecord | VersionRecord> {
  const names = [...new Set(versions.map(({ name }) => name))].sort()
  for (const name of names) {
    yield modelRecord(store, modelNamed(store, name) as Model)
    const own = versions.filter(version => version.name === name)
    for (const version of own.sort((a, b) => a.version - b.version)) yield versionRecord(store, version)
  }
}

function modelRecord(store: Store, model: Model): ModelRecord {
  const { name, description, lastVersion, createdMs, updatedMs } = model
  const tags = tagsOfModel(store, model)
  return { type: 'model', name, description, lastVersion, createdMs, updatedMs, tags: [...tags] }
}

function versionRecord(store: Store, version: Version): VersionRecord {
  return {
    type: 'version',
    model: version.name,
    version: version.version,
    stage: version.stage,
    stagedMs: version.stagedMs,
    runId: version.runId,
    source: version.source,
    root: version.root,
    digest: version.digest,
    description: version.description,
    mlmodel: version.mlmodel,
    baseline: version.baseline,
    baselineData: version.baselineData,
    drift: version.drift,
    card: version.card,
    createdMs: version.createdMs,
    user: version.user,
    tags: [...tagsOfVersion(store, version)],
    aliases: aliasesOfVersion(store, version),
    files: filesOfVersion(store, version).map(({ bytes: _, ...file }) => file),
    checks: checksOf(store, version)
      .reverse()
      .map(({ row: _, ...check }) => check),
  }
}

/** The digests of the files that a version needs. */
export function digestsOfVersion({ files, baseline, card, checks }: VersionRecord): string[] {
  const reports = checks.flatMap(({ report }) => report ?? [])
  return [...files.map(({ digest }) => digest), ...reports, ...[baseline, card].flatMap(one => one ?? [])]
}
