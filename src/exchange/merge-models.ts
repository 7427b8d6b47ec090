import { MlregError } from '../errors.ts'
import { aliasesOfVersion, setAlias } from '../registry/aliases.ts'
import { checksOf, insertCheck } from '../registry/checks.ts'
import { addModelTags, tagsOfModel } from '../registry/model-tags.ts'
import { describeModel, insertModel, type Model, modelNamed, raiseLastVersion } from '../registry/models.ts'
import { putVersionFiles } from '../registry/version-files.ts'
import { setVersionTags, tagsOfVersion } from '../registry/version-tags.ts'
import {
  insertVersion,
  isNumberTaken,
  updateVersion,
  type Version,
  type VersionChange,
  versionNumbered,
} from '../registry/versions.ts'
import { blobBytes } from '../store/blob-rows.ts'
import { recordEvent } from '../store/events.ts'
import type { Pair } from '../store/params.ts'
import type { Store } from '../store/store.ts'
import type { MergeContext } from './merge-context.ts'
import type { Merged } from './merged.ts'
import type { ModelRecord, VersionRecord } from './model-records.ts'

/**
 * Adds models and their versions, inside `store.write`. Versions are the same by their model's name and their number:
 * with other files than here they are a conflict that undoes everything. A model that is new here comes with its stages
 * and aliases; in one that is here a new version begins in the first stage, and no alias moves: what is in production
 * is decided here.
 */
export class ModelMerge {
  readonly #store: Store
  readonly #context: MergeContext
  readonly #merged: Merged
  #current: { readonly model: Model; readonly isNew: boolean } | undefined

  constructor(store: Store, context: MergeContext, merged: Merged) {
    this.#store = store
    this.#context = context
    this.#merged = merged
  }

  addModel(record: ModelRecord): void {
    const existing = modelNamed(this.#store, record.name)
    if (existing === undefined) {
      this.#merged.models++
      const model = insertModel(this.#store, record)
      addModelTags(this.#store, model, record.tags)
      this.#current = { model, isNew: true }
      return
    }
    this.#current = { model: existing, isNew: false }
    if (existing.lifecycle === 'deleted') return
    raiseLastVersion(this.#store, existing, record.lastVersion, existing.updatedMs)
    if (existing.description === '') describeModel(this.#store, existing, record.description)
    this.#merged.tagsKept += kept(tagsOfModel(this.#store, existing), record.tags)
    addModelTags(this.#store, existing, record.tags)
  }

  addVersion(record: VersionRecord): void {
    if (this.#current?.model.name !== record.model) throw new Error(`no model ${record.model}`)
    const { model, isNew } = this.#current
    const existing = versionNumbered(this.#store, model, record.version)
    if (model.lifecycle === 'deleted') this.#merged.deletedVersions++
    else if (existing !== undefined) this.#addTo(existing, record)
    else if (isNumberTaken(this.#store, model, record.version)) this.#merged.deletedVersions++
    else this.#insert(model, isNew, record)
  }

  #insert(model: Model, isNew: boolean, record: VersionRecord): void {
    const { first, names } = this.#context.stages(model.name)
    const known = names.find(one => sameStage(one, record.stage))
    const stage = isNew && known !== undefined ? known : first
    const bytes = record.files.reduce((total, { digest }) => total + blobBytes(this.#store, digest), 0)
    const stagedMs = sameStage(stage, record.stage) ? record.stagedMs : this.#context.nowMs
    const version = insertVersion(this.#store, model, { ...record, stage, stagedMs, bytes })
    putVersionFiles(this.#store, version, record.files)
    setVersionTags(this.#store, version, record.tags)
    for (const check of record.checks) insertCheck(this.#store, version, check)
    raiseLastVersion(
      this.#store,
      model,
      record.version,
      isNew ? model.updatedMs : Math.max(model.updatedMs, this.#context.nowMs),
    )
    this.#merged.versions++
    this.#tell('import', version, {
      to: stage,
      ...(sameStage(stage, record.stage) ? {} : { stageThere: record.stage }),
      run: record.runId,
      source: record.source,
      digest: record.digest,
      bytes,
      files: record.files.length,
      baseline: record.baseline,
    })
    if (isNew) this.#setAliases(version, record.aliases)
    this.#countKept(version, record)
  }

  #setAliases(version: Version, aliases: readonly string[]): void {
    for (const alias of aliases) {
      setAlias(this.#store, version, alias)
      const { from: importedFrom, ...origin } = this.#context.source
      this.#record('alias', version, { alias, from: null, importedFrom, ...origin })
    }
  }

  /** What is missing is added; what is here stays. */
  #addTo(version: Version, record: VersionRecord): void {
    if (version.digest !== record.digest) throw conflict(version, record)
    const own = tagsOfVersion(this.#store, version)
    const tags = record.tags.filter(([key]) => !own.has(key))
    this.#merged.tagsKept += kept(own, record.tags)
    const checks = this.#missingChecks(version, record)
    const change = missingParts(version, record)
    this.#countKept(version, record)
    const added = [
      ...Object.keys(change).filter(part => part !== 'baselineData'),
      ...(tags.length > 0 ? ['tags'] : []),
      ...(checks.length > 0 ? ['checks'] : []),
    ]
    this.#merged[added.length > 0 ? 'changedVersions' : 'sameVersions']++
    if (added.length === 0) return
    setVersionTags(this.#store, version, tags)
    for (const check of checks) insertCheck(this.#store, version, check)
    if (Object.keys(change).length > 0) updateVersion(this.#store, version, change)
    this.#tell('merge', version, { added })
  }

  #missingChecks(version: Version, { checks }: VersionRecord): VersionRecord['checks'] {
    const key = ({ timeMs, actor, runId, verdict, report }: VersionRecord['checks'][number]) =>
      JSON.stringify([timeMs, actor, runId, verdict, report])
    const own = new Set(checksOf(this.#store, version).map(key))
    return checks.filter(check => !own.has(key(check)))
  }

  #countKept(version: Version, record: VersionRecord): void {
    if (!sameStage(version.stage, record.stage)) this.#merged.stagesKept++
    const own = new Set(aliasesOfVersion(this.#store, version))
    this.#merged.aliasesKept += record.aliases.filter(alias => !own.has(alias)).length
  }

  #tell(what: string, version: Version, details: Readonly<Record<string, unknown>>): void {
    this.#record(what, version, { ...details, ...this.#context.source })
  }

  #record(what: string, version: Version, details: Readonly<Record<string, unknown>>): void {
    const { nowMs: timeMs, actor } = this.#context
    recordEvent(this.#store, {
      ...{ timeMs, actor, action: `model.${what}`, kind: 'model', subject: version.name },
      details: { version: version.version, ...details },
    })
  }
}

function sameStage(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

/** How many tags have another value here. */
function kept(own: ReadonlyMap<string, string>, tags: readonly Pair[]): number {
  return tags.filter(([key, value]) => own.has(key) && own.get(key) !== value).length
}

function missingParts(version: Version, record: VersionRecord): VersionChange {
  const { baseline, baselineData, drift, card, description } = record
  return {
    ...(version.baseline === null && baseline !== null ? { baseline, baselineData } : {}),
    ...(version.drift === null && drift !== null ? { drift } : {}),
    ...(version.card === null && card !== null ? { card } : {}),
    ...(version.description === '' && description !== '' ? { description } : {}),
  }
}

function conflict({ name, version, digest }: Version, record: VersionRecord): MlregError {
  return new MlregError(
    'conflict',
    `${name}/${version} is another model here: its files are ${digest} (from ${record.source} come ${record.digest})`,
    {
      hint: `nothing was merged. Look at both: mlreg models show ${name}/${version}, and a merge with --store into an empty one`,
    },
  )
}
