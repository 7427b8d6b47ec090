import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { artifactName } from '../artifacts/artifact-name.ts'
import { copyBlob } from '../artifacts/copy-blob.ts'
import { checkModelName } from '../registry/model-name.ts'
import type { Pair } from '../store/params.ts'
import { writePairs, writeYaml } from './mlflow-files.ts'
import { deletedStage } from './mlflow-source.ts'
import type { ModelRecord, VersionRecord } from './model-records.ts'
import type { RunRecord } from './run-records.ts'

interface ModelsTarget {
  /** Where the folder is filled. */
  readonly directory: string
  /** Where it will be. */
  readonly place: string
  readonly storeDirectory: string
}

const stages = ['None', 'Staging', 'Production', 'Archived']
/** The tag that keeps a stage that MLflow does not know. */
const stageTag = 'mlreg.stage'

/**
 * Writes registered models where MLflow's client looks for them in a folder: `models/NAME/version-N`. A version whose
 * files its run has, as they are, names the run; others have their files beside them.
 */
export class MlflowModelsWriter {
  readonly #target: ModelsTarget
  /** Digests by run and path, of the runs that were written. */
  readonly #runFiles = new Map<string, ReadonlyMap<string, string>>()
  #last: { readonly model: ModelRecord; readonly directory: string; greatest: number } | undefined

  constructor(target: ModelsTarget) {
    this.#target = target
  }

  addRun({ id, artifacts }: RunRecord): void {
    this.#runFiles.set(id, new Map(artifacts.map(({ path, digest }) => [path, digest])))
  }

  addModel(model: ModelRecord): void {
    this.finish()
    checkModelName(model.name)
    const directory = join(this.#target.directory, 'models', model.name)
    writeYaml(directory, {
      creation_timestamp: model.createdMs,
      description: model.description === '' ? null : model.description,
      last_updated_timestamp: model.updatedMs,
      name: model.name,
    })
    writePairs(join(directory, 'tags'), 'tag', model.tags)
    mkdirSync(join(directory, 'aliases'))
    this.#last = { model, directory, greatest: 0 }
  }

  async addVersion(record: VersionRecord): Promise<void> {
    if (this.#last?.model.name !== record.model) throw new Error(`no model ${record.model}`)
    const { directory } = this.#last
    const own = join(directory, `version-${record.version}`)
    const { source, storage } = await this.#placeFiles(record, own)
    writeYaml(own, {
      ...metaOf(record),
      current_stage: stages.includes(record.stage) ? record.stage : 'None',
      description: record.description === '' ? null : record.description,
      run_id: record.runId,
      source,
      storage_location: storage,
      user_id: record.user,
    })
    writePairs(join(own, 'tags'), 'tag', tagsOf(record))
    for (const alias of record.aliases)
      writeFileSync(join(directory, 'aliases', alias), String(record.version))
    this.#last.greatest = Math.max(this.#last.greatest, record.version)
  }

  /** A number that was given and is not here any more stays taken there too. */
  finish(): void {
    if (this.#last === undefined) return
    const { model, directory, greatest } = this.#last
    this.#last = undefined
    if (model.lastVersion <= greatest) return
    const version = { model: model.name, version: model.lastVersion, createdMs: model.updatedMs }
    const meta = { ...metaOf({ ...version, stagedMs: model.updatedMs }), current_stage: deletedStage }
    writeYaml(join(directory, `version-${model.lastVersion}`), {
      ...{ ...meta, description: null, run_id: null, source: '', storage_location: '', user_id: null },
    })
  }

  /** `runs:/ID/path`, when the run was written and has these very files. */
  #inRun({ runId, source, root, files }: VersionRecord): string | undefined {
    const prefix = `runs:/${runId}/`
    const own = runId === null ? undefined : this.#runFiles.get(runId)
    if (own === undefined || !source.startsWith(prefix)) return undefined
    const path = source.slice(prefix.length)
    if (path.split('/').at(-1) !== root) return undefined
    const above = path.slice(0, path.length - root.length)
    const isSame = files.every(file => own.get(above + file.path) === file.digest)
    const under = [...own.keys()].filter(one => one === path || one.startsWith(`${path}/`))
    return isSame && under.length === files.length ? source : undefined
  }

  /** Where the files came from, as we read it, and where they are, as MLflow does: for it, a model is a directory. */
  async #placeFiles(record: VersionRecord, directory: string): Promise<{ source: string; storage: string }> {
    const { model, version, root, files } = record
    const inRun = this.#inRun(record)
    const isFile = files.length === 1 && files[0]?.path === root
    if (inRun !== undefined && !isFile) return { source: inRun, storage: inRun }
    for (const { path, digest } of files) {
      const file = join(directory, 'files', artifactName(path))
      mkdirSync(dirname(file), { recursive: true })
      await copyBlob(this.#target.storeDirectory, digest, file)
    }
    const above = join(this.#target.place, 'models', model, `version-${version}`, 'files')
    const place = join(above, root)
    return { source: inRun ?? place, storage: isFile ? above : place }
  }
}

function metaOf({
  model,
  version,
  createdMs,
  stagedMs,
}: Pick<VersionRecord, 'model' | 'version' | 'createdMs' | 'stagedMs'>) {
  return {
    creation_timestamp: createdMs,
    last_updated_timestamp: Math.max(createdMs, stagedMs),
    name: model,
    run_link: null,
    status: 'READY',
    status_message: null,
    version,
  }
}

function tagsOf({ tags, stage }: VersionRecord): Pair[] {
  const own: Pair[] = stages.includes(stage) ? [] : [[stageTag, stage]]
  return [...tags.filter(([key]) => key !== stageTag || own.length === 0), ...own]
}
