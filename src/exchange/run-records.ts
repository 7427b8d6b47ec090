import { artifactsOf } from '../store/artifact-rows.ts'
import { type DataInput, dataInputsOf } from '../store/data-inputs.ts'
import { experimentTags } from '../store/experiment-tags.ts'
import { allExperiments, type Experiment, type Lifecycle } from '../store/experiments.ts'
import type { Pair } from '../store/params.ts'
import { pointsOf } from '../store/run-rows.ts'
import { runValues } from '../store/run-values.ts'
import type { Run } from '../store/runs.ts'
import type { Store } from '../store/store.ts'
import { pagesOfRuns } from './run-table.ts'

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

/** The runs, each with its points behind it, and every experiment before the first of its runs. */
export function* runRecords(
  store: Store,
  rows: readonly number[],
): Generator<ExperimentRecord | RunRecord | PointsRecord> {
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

/** The digests of the files that a run needs. */
export function digestsOfRun({ artifacts, data }: RunRecord): string[] {
  const profiles = data.flatMap(({ profile }) => profile ?? [])
  return [...artifacts.map(({ digest }) => digest), ...profiles]
}
