import { basename, join } from 'node:path'
import { MlregError } from '../errors.ts'
import type { Lifecycle } from '../store/experiments.ts'
import { directories, filesBelow, isFile, metaOf, pairs, textOf } from './mlflow-folder-files.ts'
import { registeredModels } from './mlflow-models-folder.ts'
import {
  contextTag,
  type MlflowDataset,
  type MlflowExperiment,
  type MlflowLoggedModel,
  type MlflowRun,
  type MlflowSource,
} from './mlflow-source.ts'
import type { PointRecord } from './run-records.ts'

const statuses = ['', 'RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED']

/** Reads the folder that MLflow keeps runs in without a database. Links in it are not followed. */
export function readMlflowFolder(path: string): MlflowSource {
  const places = experimentPlaces(path)
  if (places.size === 0) {
    throw new MlregError('bad-input', `${path} is no MLflow store: there is no experiment in it`, {
      hint: "name MLflow's mlruns folder, or its SQLite file",
    })
  }
  return {
    path,
    directory: path,
    *experiments() {
      for (const place of places.values()) yield experimentOf(place)
    },
    *runs(experimentId) {
      const place = places.get(experimentId)
      if (place !== undefined) yield* runsOf(place)
    },
    registeredModels: () => registeredModels(join(path, 'models')),
    loggedModel: id =>
      [...places.values()].flatMap(place => loggedModels(join(place, 'models'))).find(one => one.id === id),
    close: () => undefined,
  }
}

/** The directories of experiments by their ids, those of deleted ones too. */
function experimentPlaces(path: string): Map<string, string> {
  const all = [...directories(path), ...directories(join(path, '.trash'))]
  const places = all.filter(place => isFile(join(place, 'meta.yaml')) && !place.endsWith('/models'))
  return new Map(places.map(place => [basename(place), place]))
}

function experimentOf(place: string): MlflowExperiment {
  const meta = metaOf(place)
  return {
    id: basename(place),
    name: String(meta.name ?? ''),
    lifecycle: meta.lifecycle_stage as Lifecycle,
    createdMs: (meta.creation_time as number | undefined) ?? null,
    updatedMs: (meta.last_update_time as number | undefined) ?? null,
    tags: pairs(join(place, 'tags')),
  }
}

function runsOf(experiment: string): MlflowRun[] {
  const notRuns = ['tags', 'datasets', 'models', 'traces']
  const models = loggedModels(join(experiment, 'models'))
  return directories(experiment)
    .filter(place => !notRuns.includes(basename(place)) && isFile(join(place, 'meta.yaml')))
    .map(place => runOf(experiment, place, models))
    .sort((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0) || (a.id < b.id ? -1 : 1))
}

function runOf(experiment: string, place: string, models: readonly MlflowLoggedModel[]): MlflowRun {
  const meta = metaOf(place)
  const id = String(meta.run_id ?? basename(place))
  const { status } = meta
  return {
    id,
    experimentId: basename(experiment),
    name: (meta.run_name ?? null) as string | null,
    status: typeof status === 'number' ? (statuses[status] ?? '') : String(status),
    startMs: (meta.start_time ?? null) as number | null,
    endMs: (meta.end_time ?? null) as number | null,
    user: (meta.user_id ?? null) as string | null,
    lifecycle: meta.lifecycle_stage as Lifecycle,
    artifactUri: join(place, 'artifacts'),
    // As MLflow reads them.
    params: pairs(join(place, 'params')).map(([key, value]) => [key, value.trim()]),
    tags: pairs(join(place, 'tags')),
    datasets: datasetsOf(experiment, place),
    models: models.filter(({ runId }) => runId === id),
    points: () => pointsOf(join(place, 'metrics')),
  }
}

function loggedModels(directory: string): MlflowLoggedModel[] {
  return directories(directory)
    .filter(place => isFile(join(place, 'meta.yaml')))
    .map(place => ({ place, meta: metaOf(place) }))
    .sort((a, b) => Number(b.meta.creation_timestamp) - Number(a.meta.creation_timestamp))
    .map(({ place, meta }) => ({
      id: basename(place),
      name: String(meta.name),
      location: join(place, 'artifacts'),
      runId: (meta.source_run_id ?? null) as string | null,
    }))
}

function datasetsOf(experiment: string, place: string): MlflowDataset[] {
  const inputs = directories(join(place, 'inputs')).filter(one => isFile(join(one, 'meta.yaml')))
  return inputs.flatMap(input => {
    const { source_id, source_type, tags } = metaOf(input)
    const known = directories(join(experiment, 'datasets')).find(one => basename(one) === source_id)
    if (source_type !== 'DATASET' || known === undefined) return []
    const { name, digest, source = null, schema = null, profile = null } = metaOf(known)
    const context = (tags as Record<string, string> | null)?.[contextTag] ?? ''
    return [{ name, digest, context, source, schema, profile } as MlflowDataset]
  })
}

function* pointsOf(directory: string): Generator<PointRecord> {
  for (const { name, path } of filesBelow(directory)) {
    for (const line of textOf(path).split('\n')) {
      if (line.trim() === '') continue
      const [time, value = '', step = '0'] = line.trim().split(/\s+/)
      yield [name, Number(step), Number(time), numberOf(value)]
    }
  }
}

/** A number as Python writes it. */
function numberOf(text: string): number {
  const infinite = /^(-?)inf(inity)?$/i.exec(text)
  return infinite === null ? Number(text) : infinite[1] === '-' ? -Infinity : Infinity
}
