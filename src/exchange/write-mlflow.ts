import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { artifactName } from '../artifacts/artifact-name.ts'
import { copyBlob } from '../artifacts/copy-blob.ts'
import type { Pair } from '../store/params.ts'
import type { RunStatus } from '../store/runs.ts'
import { writeKey, writePairs, writeYaml } from './mlflow-files.ts'
import { contextTag } from './mlflow-source.ts'
import type { ExchangeRecord } from './records.ts'
import type { ExperimentRecord, PointsRecord, RunRecord } from './run-records.ts'
import { MlflowModelsWriter } from './write-mlflow-models.ts'

export interface MlflowTarget {
  /** Where the folder is filled. */
  readonly directory: string
  /** Where it will be: MLflow writes its own place into it. */
  readonly place: string
  readonly storeDirectory: string
  /** An experiment's number by its name. */
  experimentId(name: string): string
}

const statuses: readonly RunStatus[] = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED']

/**
 * Writes records as the folder that MLflow (2 and 3) keeps runs in without a database. Deleted experiments lie where it
 * looks for them, and so do models. Gives how many runs.
 */
export async function writeMlflow(records: Iterable<ExchangeRecord>, target: MlflowTarget): Promise<number> {
  const lifecycles = new Map<string, ExperimentRecord['lifecycle']>()
  const models = new MlflowModelsWriter(target)
  let [runs, runDirectory] = [0, '']
  for (const record of records) {
    if (record.type === 'experiment') {
      lifecycles.set(record.name, record.lifecycle)
      writeExperiment(record, directoryOf(target, record), target)
    } else if (record.type === 'run') {
      const { experiment: name } = record
      runDirectory = join(
        directoryOf(target, { name, lifecycle: lifecycles.get(name) ?? 'active' }),
        record.id,
      )
      await writeRun(record, runDirectory, target)
      runs++
      models.addRun(record)
    } else if (record.type === 'points') {
      writePoints(record, runDirectory)
    } else if (record.type === 'model') {
      models.addModel(record)
    } else {
      await models.addVersion(record)
    }
  }
  models.finish()
  return runs
}

function directoryOf(
  { directory, experimentId }: MlflowTarget,
  { name, lifecycle }: Pick<ExperimentRecord, 'name' | 'lifecycle'>,
): string {
  return join(directory, lifecycle === 'deleted' ? '.trash' : '.', experimentId(name))
}

function writeExperiment(record: ExperimentRecord, directory: string, target: MlflowTarget): void {
  const id = target.experimentId(record.name)
  writeYaml(directory, {
    artifact_location: join(target.place, id),
    creation_time: record.createdMs,
    experiment_id: id,
    last_update_time: record.updatedMs,
    lifecycle_stage: record.lifecycle,
    name: record.name,
  })
  writePairs(join(directory, 'tags'), 'tag', record.tags)
}

async function writeRun(run: RunRecord, directory: string, target: MlflowTarget): Promise<void> {
  const id = target.experimentId(run.experiment)
  writeYaml(directory, {
    artifact_uri: join(target.place, id, run.id, 'artifacts'),
    end_time: run.endMs,
    entry_point_name: '',
    experiment_id: id,
    lifecycle_stage: run.lifecycle,
    run_id: run.id,
    run_name: run.name,
    run_uuid: run.id,
    source_name: '',
    source_type: 4,
    source_version: '',
    start_time: run.startMs,
    status: statuses.indexOf(run.status) + 1,
    tags: [],
    user_id: run.user,
  })
  writePairs(join(directory, 'params'), 'param', run.params)
  writePairs(join(directory, 'tags'), 'tag', tagsOf(run))
  mkdirSync(join(directory, 'metrics'), { recursive: true })
  mkdirSync(join(directory, 'artifacts'), { recursive: true })
  for (const { path, digest } of run.artifacts) {
    const file = join(directory, 'artifacts', artifactName(path))
    mkdirSync(dirname(file), { recursive: true })
    await copyBlob(target.storeDirectory, digest, file)
  }
  for (const input of run.data) writeDataset(input, dirname(directory), directory)
}

/** The run's own tags, and those that say for MLflow what it has no other place for. */
function tagsOf(run: RunRecord): Pair[] {
  const said: (readonly [string, string | null | undefined])[] = [
    ['mlflow.runName', run.name],
    ['mlflow.user', run.user],
    ['mlflow.parentRunId', run.parent],
    ['mlflow.source.git.commit', run.git?.commit],
    ['mlflow.source.git.branch', run.git?.branch],
  ]
  const tags = new Map(said.flatMap(([key, value]) => (value ? [[key, value] as const] : [])))
  for (const [key, value] of run.tags) tags.set(key, value)
  return [...tags.set('mlflow.runName', run.name)]
}

// What MLflow takes for a digest.
const longestDigest = 36

function writeDataset(input: RunRecord['data'][number], experiment: string, run: string): void {
  const { name, context, schema, rows, columns } = input
  const digest = input.digest.slice(0, longestDigest)
  const id = `${digest}${Buffer.from(name).toString('hex')}`.slice(0, 64)
  const types = schema?.map(column => ({ type: column.type, name: column.name, required: false }))
  writeYaml(join(experiment, 'datasets', id), {
    digest,
    name,
    profile: JSON.stringify({
      ...(rows === null ? {} : { num_rows: rows }),
      ...(rows === null || columns === null ? {} : { num_elements: rows * columns }),
    }),
    schema: types === undefined ? null : JSON.stringify({ mlflow_colspec: types }),
    source: JSON.stringify({ uri: input.source ?? '' }),
    source_type: 'local',
  })
  const link = `${id}${Buffer.from(context).toString('hex')}`.slice(0, 120)
  const tags = { [contextTag]: context }
  const ends = { source_type: 'DATASET', source_id: id, destination_type: 'RUN', destination_id: id }
  writeYaml(join(run, 'inputs', link), { ...ends, tags })
}

function writePoints({ points }: PointsRecord, directory: string): void {
  const lines = new Map<string, string>()
  for (const [key, step, timeMs, value] of points) {
    lines.set(key, `${lines.get(key) ?? ''}${timeMs} ${pythonNumber(value)} ${step}\n`)
  }
  for (const [key, text] of lines) writeKey(join(directory, 'metrics'), 'metric', key, text, 'a')
}

function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  return Object.is(value, -0) ? '-0.0' : String(value)
}
