import { readFileSync } from 'node:fs'
import { mediaType } from '../artifacts/media-type.ts'
import { MlregError } from '../errors.ts'
import { checkAlias, checkModelName } from '../registry/model-name.ts'
import { describeMlmodel, longestMlmodel } from '../registry/read-mlmodel.ts'
import { digestOfFiles } from '../registry/version-files.ts'
import type { ModelDescription } from '../registry/versions.ts'
import { type FoundVersion, findVersionFiles, type VersionPlaces } from './find-version-files.ts'
import { importedId } from './mlflow-records.ts'
import type { MlflowModel, MlflowVersion } from './mlflow-source.ts'
import type { ModelRecord, VersionRecord } from './model-records.ts'
import { checkRecord } from './record-line.ts'

/** Says what is left out, by name. */
type OnSkip = (why: string) => void

/** Bytes of a file that are in the store by now, or on their way. */
export interface StagedFile {
  readonly digest: string
  readonly bytes: number
}

/**
 * The registered models of an MLflow store with those of their versions of which there are files. Models of names that
 * a reference could not say, and versions without files, are left out and named.
 */
export async function mlflowModelRecords(
  places: VersionPlaces,
  stage: (path: string) => Promise<StagedFile>,
  onSkip: OnSkip,
): Promise<(ModelRecord | VersionRecord)[]> {
  const records: (ModelRecord | VersionRecord)[] = []
  const names = new Set<string>()
  for (const model of places.source.registeredModels()) {
    const fault = names.has(model.name) ? 'another workspace has one of that name' : faultOf(model.name)
    if (fault !== undefined) {
      onSkip(`the model "${model.name}": ${fault}`)
      continue
    }
    names.add(model.name)
    records.push(checked(places, `model "${model.name}"`, toModelRecord(model)) as ModelRecord)
    for (const version of model.versions) {
      const what = `version ${version.version} of "${model.name}"`
      const reasons: string[] = []
      const found = findVersionFiles(places, version, why => reasons.push(why))
      if (found === undefined) {
        reasons.push(`there are no files at ${version.source ?? 'its source, which is empty'}`)
        onSkip(`${what}: ${reasons[0]}`)
        continue
      }
      for (const why of reasons) onSkip(`of ${what}: ${why}`)
      const record = await toVersionRecord(places, model, version, { ...found, stage }, onSkip)
      records.push(checked(places, what, record) as VersionRecord)
    }
  }
  return records
}

function faultOf(name: string): string | undefined {
  try {
    checkModelName(name)
    return undefined
  } catch (error) {
    if (error instanceof MlregError) return error.message
    throw error
  }
}

function checked({ source }: VersionPlaces, what: string, record: ModelRecord | VersionRecord) {
  return checkRecord(record, `${what} of ${source.path}`, 'nothing was imported')
}

function toModelRecord({
  name,
  description,
  createdMs,
  updatedMs,
  lastVersion,
  tags,
}: MlflowModel): ModelRecord {
  const times = { createdMs: createdMs ?? 0, updatedMs: updatedMs ?? createdMs ?? 0 }
  return { type: 'model', name, description: description ?? '', lastVersion, ...times, tags }
}

async function toVersionRecord(
  { source }: VersionPlaces,
  model: MlflowModel,
  version: MlflowVersion,
  { root, files, stage }: FoundVersion & { stage(path: string): Promise<StagedFile> },
  onSkip: OnSkip,
): Promise<VersionRecord> {
  const what = `version ${version.version} of "${model.name}"`
  const kept = []
  for (const { name, path } of files) {
    const { digest } = await stage(path)
    kept.push({ path: name, digest, mediaType: mediaType(name) })
  }
  const createdMs = version.createdMs ?? 0
  const logged = /^models:\/+(m-[^/]+)\/?$/.exec(version.source ?? '')?.[1]
  const run = version.runId ?? (logged && source.loggedModel(logged)?.runId)
  return {
    type: 'version',
    model: model.name,
    version: version.version,
    stage: version.stage,
    // MLflow keeps no time of the transition: the last change is the earliest that it can be said of.
    stagedMs: version.updatedMs ?? createdMs,
    runId: run ? importedId(run) : null,
    source: version.source ?? version.storageLocation ?? '',
    root,
    digest: digestOfFiles(kept, root),
    description: version.description ?? '',
    mlmodel: mlmodelOf(what, root, files, onSkip),
    baseline: null,
    baselineData: null,
    drift: null,
    card: null,
    createdMs,
    user: version.user ?? 'unknown',
    tags: version.tags,
    aliases: aliasesOf(what, model, version, onSkip),
    files: kept,
    checks: [],
  }
}

function aliasesOf(what: string, model: MlflowModel, { version }: MlflowVersion, onSkip: OnSkip): string[] {
  const own = model.aliases.filter(([, number]) => number === version).map(([alias]) => alias)
  return own.filter(alias => {
    try {
      checkAlias(alias)
      return true
    } catch (error) {
      if (!(error instanceof MlregError)) throw error
      onSkip(`an alias of ${what}: ${error.message}`)
      return false
    }
  })
}

function mlmodelOf(
  what: string,
  root: string,
  files: FoundVersion['files'],
  onSkip: OnSkip,
): ModelDescription | null {
  const file = files.find(({ name }) => name === 'MLmodel' || name === `${root}/MLmodel`)
  if (file === undefined) return null
  try {
    const bytes = readFileSync(file.path)
    if (bytes.length > longestMlmodel) throw new MlregError('bad-input', 'it is too long')
    return describeMlmodel(bytes.toString('utf8'), file.name)
  } catch (error) {
    if (!(error instanceof MlregError)) throw error
    onSkip(`what the MLmodel file of ${what} says: ${error.message}`)
    return null
  }
}
