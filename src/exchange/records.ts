import type { Version } from '../registry/versions.ts'
import { artifactsOf } from '../store/artifact-rows.ts'
import { blobBytes } from '../store/blob-rows.ts'
import { type DataInput, dataInputsOf } from '../store/data-inputs.ts'
import { experimentTags } from '../store/experiment-tags.ts'
import { allExperiments, type Experiment, type Lifecycle } from '../store/experiments.ts'
import type { Pair } from '../store/params.ts'
import { pointsOf } from '../store/run-rows.ts'
import { runValues } from '../store/run-values.ts'
import type { Run } from '../store/runs.ts'
import type { Store } from '../store/store.ts'
import { digestsOfVersion, type ModelRecord, modelRecords, type VersionRecord } from './model-records.ts'
import { pagesOfRuns } from './run-table.ts'

/**
 * What goes from one store to another, a piece at a time: an experiment before its runs, a run before its points, and
 * after all of them models, each before its versions.
 */
export type ExchangeRecord = ExperimentRecord | RunRecord | PointsRecord | ModelRecord | VersionRecord

export interface ExperimentRecord {
  readonly type: 'experiment'
  readonly name: string
  readonly lifecycle: Lifecycle
  readonly createdMs: number
  readonly updatedMs: number
  readonly tags: readonly Pair[]
}

type OwnParts =
  | 'id'
  | 'experiment'
  | 'name'
  | 'status'
  | 'startMs'
  | 'endMs'
  | 'user'
  | 'lifecycle'
  | 'parent'
  | 'command'
  | 'exitCode'
  | 'exitSignal'
  | 'git'
  | 'environment'
  | 'resources'

export interface RunRecord extends Pick<Run, OwnParts> {
  readonly type: 'run'
  readonly params: readonly Pair[]
  readonly tags: readonly Pair[]
  readonly data: readonly DataInput[]
  readonly artifacts: readonly ArtifactRecord[]
}

export interface ArtifactRecord {
  readonly path: string
  readonly digest: string
  readonly mediaType: string | null
}

export interface PointsRecord {
  readonly type: 'points'
  readonly run: string
  readonly points: readonly PointRecord[]
}

export type PointRecord = readonly [key: string, step: number, timeMs: number, value: number]

const pointsTogether = 1_000

/** Everything that is known of the runs, with their experiments, and of versions. The same store gives the same records. */
export function* recordsOf(
  store: Store,
  rows: readonly number[],
  versions: readonly Version[],
): Generator<ExchangeRecord> {
  yield* runRecords(store, rows)
  yield* modelRecords(store, versions)
}

function* runRecords(store: Store, rows: readonly number[]): Generator<ExchangeRecord> {
  const told = new Set<string>()
  const experiments = new Map(allExperiments(store).map(experiment => [experiment.id, experiment]))
  for (const runs of pagesOfRuns(store, rows)) {
    const values = runValues(store, runs)
    const data = dataInputsOf(store, runs)
    for (const [i, run] of runs.entries()) {
      const experiment = experiments.get(run.experimentId)
      if (experiment !== undefined && !told.has(experiment.id)) {
        told.add(experiment.id)
        yield experimentRecord(store, experiment)
      }
      const { params = new Map(), tags = new Map() } = values[i] ?? {}
      yield {
        ...ownParts(run),
        params: [...params],
        tags: [...tags],
        data: data.get(run.row) ?? [],
        artifacts: artifactsOf(store, run).map(({ bytes: _, ...artifact }) => artifact),
      }
      yield* pointRecords(store, run)
    }
  }
}

function experimentRecord(store: Store, { id, name, lifecycle, ...times }: Experiment): ExperimentRecord {
  // Every store makes a Default of its own.
  const { createdMs, updatedMs } = id === '0' ? { createdMs: 0, updatedMs: 0 } : times
  return { type: 'experiment', name, lifecycle, createdMs, updatedMs, tags: experimentTags(store, id) }
}

function ownParts(run: Run): Pick<RunRecord, OwnParts | 'type'> {
  return {
    type: 'run',
    id: run.id,
    experiment: run.experiment,
    name: run.name,
    status: run.status,
    startMs: run.startMs,
    endMs: run.endMs,
    user: run.user,
    lifecycle: run.lifecycle,
    parent: run.parent,
    command: run.command,
    exitCode: run.exitCode,
    exitSignal: run.exitSignal,
    git: run.git,
    environment: run.environment,
    resources: run.resources,
  }
}

function* pointRecords(store: Store, run: Run): Generator<PointsRecord> {
  let points: PointRecord[] = []
  for (const { key, step, timeMs, value } of pointsOf(store, [run.row])) {
    points.push([key, step, timeMs, value])
    if (points.length < pointsTogether) continue
    yield { type: 'points', run: run.id, points }
    points = []
  }
  if (points.length > 0) yield { type: 'points', run: run.id, points }
}

/** The digests of the files that a record needs. */
export function digestsOf(record: ExchangeRecord): string[] {
  if (record.type === 'version') return digestsOfVersion(record)
  if (record.type !== 'run') return []
  const profiles = record.data.flatMap(({ profile }) => profile ?? [])
  return [...record.artifacts.map(({ digest }) => digest), ...profiles]
}

/** The files of all those digests, by digest, with their sizes. */
export function filesOf(store: Store, digests: Iterable<string>): { digest: string; bytes: number }[] {
  return [...new Set(digests)].sort().map(digest => ({ digest, bytes: blobBytes(store, digest) }))
}
