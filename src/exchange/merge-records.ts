import { mediaType } from '../artifacts/media-type.ts'
import { MlregError } from '../errors.ts'
import { artifactsOf, putArtifact } from '../store/artifact-rows.ts'
import { dataInputsOf, putDataInput } from '../store/data-inputs.ts'
import { recordEvent } from '../store/events.ts'
import { addExperimentTags } from '../store/experiment-tags.ts'
import { experimentNamed } from '../store/experiments.ts'
import { insertMetrics } from '../store/metrics.ts'
import { insertParams } from '../store/params.ts'
import { putExperiment } from '../store/put-experiment.ts'
import { runValues } from '../store/run-values.ts'
import { insertRun, type Run, runWithId, updateRun } from '../store/runs.ts'
import type { Store } from '../store/store.ts'
import { setTags } from '../store/tags.ts'
import type { MergeContext } from './merge-context.ts'
import { ModelMerge } from './merge-models.ts'
import { type Merged, nothingMerged } from './merged.ts'
import type { ExchangeRecord } from './records.ts'
import type { ExperimentRecord, RunRecord } from './run-records.ts'

/**
 * Adds records to a store, inside `store.write`: what is there stays, what is missing is added, and what contradicts it is
 * a conflict that undoes everything. The files that the records name are in place already. The same records again change
 * nothing. Runs are the same by their ids, experiments by their names, versions by their models' names and numbers.
 */
export function mergeRecords(store: Store, records: Iterable<ExchangeRecord>, context: MergeContext): Merged {
  const merge = new Merge(store, context)
  for (const record of records) merge.add(record)
  return merge.finish()
}

interface Merging {
  readonly run: Run
  readonly isNew: boolean
  /** Rows that were written so far when the run began. */
  readonly changesBefore: number
  /** Deleted where it comes from: marked last, since what is deleted takes nothing. */
  readonly lifecycle: RunRecord['lifecycle']
}

class Merge {
  readonly #store: Store
  readonly #context: MergeContext
  readonly #merged = nothingMerged()
  readonly #models: ModelMerge
  #current: Merging | undefined

  constructor(store: Store, context: MergeContext) {
    this.#store = store
    this.#context = context
    this.#models = new ModelMerge(store, context, this.#merged)
  }

  add(record: ExchangeRecord): void {
    if (record.type === 'points') {
      if (this.#current?.run.id !== record.run) return
      const points = record.points.map(([key, step, timeMs, value]) => ({ key, step, timeMs, value }))
      insertMetrics(this.#store, this.#current.run, points)
      return
    }
    this.#endRun()
    if (record.type === 'experiment') this.#addExperiment(record)
    else if (record.type === 'run') this.#beginRun(record)
    else if (record.type === 'model') this.#models.addModel(record)
    else this.#models.addVersion(record)
  }

  finish(): Merged {
    this.#endRun()
    return this.#merged
  }

  #addExperiment(record: ExperimentRecord): void {
    const existing = experimentNamed(this.#store, record.name)
    if (existing === undefined) this.#merged.experiments++
    const { id } = existing ?? putExperiment(this.#store, record)
    if (existing?.lifecycle !== 'deleted') addExperimentTags(this.#store, id, record.tags)
  }

  #beginRun(record: RunRecord): void {
    const existing = runWithId(this.#store, record.id)
    if (existing?.lifecycle === 'deleted') {
      this.#merged[record.lifecycle === 'deleted' ? 'same' : 'deleted']++
      return
    }
    const changesBefore = this.#changes()
    const run = existing ?? this.#insert(record)
    if (existing !== undefined) this.#endWhereEnded(existing, record)
    insertParams(this.#store, run, record.params)
    this.#addTags(run, record)
    this.#addData(run, record)
    this.#addArtifacts(run, record)
    this.#current = { run, isNew: existing === undefined, changesBefore, lifecycle: record.lifecycle }
  }

  #insert(record: RunRecord): Run {
    const experiment = experimentNamed(this.#store, record.experiment)
    if (experiment === undefined) throw new Error(`no experiment ${record.experiment}`)
    if (experiment.lifecycle === 'deleted' && record.lifecycle === 'active') {
      throw new MlregError(
        'conflict',
        `run ${record.id} belongs to the experiment "${experiment.name}", which is deleted here`,
        { hint: `bring it back: mlreg experiments restore "${experiment.name}". Nothing was merged` },
      )
    }
    const { id, name, status, startMs, endMs, user, parent, command, git, environment } = record
    insertRun(this.#store, {
      ...{ id, experimentId: experiment.id, name, status, startMs, user, git },
      endMs: endMs ?? undefined,
      parent: parent ?? undefined,
      ...(command === null ? {} : { command }),
      ...(environment === null ? {} : { environment }),
    })
    const run = runWithId(this.#store, id) as Run
    const { exitCode, exitSignal, resources } = record
    updateRun(this.#store, run.row, { exitCode, exitSignal, ...(resources === null ? {} : { resources }) })
    return run
  }

  /** A run under way here that has ended there has ended. */
  #endWhereEnded(run: Run, { status, endMs, exitCode, exitSignal }: RunRecord): void {
    const isOpen = (one: string) => one === 'RUNNING' || one === 'SCHEDULED'
    if (isOpen(run.status) && !isOpen(status)) {
      updateRun(this.#store, run.row, { status, endMs, exitCode, exitSignal })
    }
  }

  #addTags(run: Run, { tags }: RunRecord): void {
    const [values] = runValues(this.#store, [run])
    const missing = tags.filter(([key]) => !values?.tags.has(key))
    this.#merged.tagsKept += tags.filter(([key, value]) => {
      const own = values?.tags.get(key)
      return own !== undefined && own !== value
    }).length
    setTags(this.#store, run, missing)
  }

  #addData(run: Run, { data }: RunRecord): void {
    const key = ({ name, context, digest }: RunRecord['data'][number]) =>
      JSON.stringify([name, context, digest])
    const own = new Set(dataInputsOf(this.#store, [run]).get(run.row)?.map(key))
    for (const input of data) {
      if (!own.has(key(input))) putDataInput(this.#store, run, input, this.#context.nowMs)
    }
  }

  #addArtifacts(run: Run, { artifacts }: RunRecord): void {
    const own = new Map(artifactsOf(this.#store, run).map(({ path, digest }) => [path, digest]))
    for (const artifact of artifacts) {
      const digest = own.get(artifact.path)
      if (digest === undefined) {
        const type = artifact.mediaType ?? mediaType(artifact.path)
        putArtifact(this.#store, run, { ...artifact, mediaType: type }, this.#context.nowMs)
      } else if (digest !== artifact.digest) {
        throw new MlregError('conflict', `run ${run.id} has another file "${artifact.path}" here`, {
          hint: 'nothing was merged. Look at both: mlreg get, and "mlreg bundle merge --store" into an empty one',
        })
      }
    }
  }

  #endRun(): void {
    if (this.#current === undefined) return
    const { run, isNew, changesBefore, lifecycle } = this.#current
    this.#current = undefined
    const isChanged = this.#changes() > changesBefore
    if (isNew && lifecycle === 'deleted') {
      updateRun(this.#store, run.row, { lifecycle, deletedMs: this.#context.nowMs })
    }
    this.#merged[isNew ? 'runs' : isChanged ? 'changed' : 'same']++
    if (!isChanged) return
    const { nowMs: timeMs, actor, source: details } = this.#context
    const action = isNew ? 'run.import' : 'run.merge'
    recordEvent(this.#store, { timeMs, actor, action, kind: 'run', subject: run.id, details })
  }

  #changes(): number {
    return this.#store.database.prepare<[], number>('SELECT total_changes()').pluck().get() ?? 0
  }
}
