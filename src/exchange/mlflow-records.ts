import { createHash } from 'node:crypto'
import type { DataInput } from '../store/data-inputs.ts'
import type { Pair } from '../store/params.ts'
import { runName } from '../store/run-name.ts'
import type { GitState } from '../store/runs.ts'
import type { MlflowDataset, MlflowRun, MlflowSource } from './mlflow-source.ts'
import { checkRecord } from './record-line.ts'
import type { ExchangeRecord } from './records.ts'
import type { ArtifactRecord, PointRecord, RunRecord } from './run-records.ts'

const pointsTogether = 1_000

/** What an MLflow store holds as records, with the files that were found of each run. */
export function* mlflowRecords(
  source: MlflowSource,
  artifactsOf: (run: MlflowRun) => readonly ArtifactRecord[],
): Generator<ExchangeRecord> {
  const told = new Set<string>()
  for (const experiment of source.experiments()) {
    const { id, name, lifecycle, createdMs, updatedMs, tags } = experiment
    // Names are unique among the experiments of a store, but for what people did to folders by hand.
    if (!told.has(name)) {
      const times = { createdMs: createdMs ?? 0, updatedMs: updatedMs ?? createdMs ?? 0 }
      yield checked(source, `experiment ${id}`, { type: 'experiment', name, lifecycle, ...times, tags })
      told.add(name)
    }
    for (const run of source.runs(id)) {
      const record = toRunRecord(run, name, artifactsOf(run))
      yield checked(source, `run ${run.id}`, record)
      for (const points of inParts(run.points())) {
        yield checked(source, `run ${run.id}`, { type: 'points', run: record.id, points })
      }
    }
  }
}

function checked(source: MlflowSource, what: string, record: ExchangeRecord): ExchangeRecord {
  return checkRecord(record, `${what} of ${source.path}`, 'nothing was imported')
}

function* inParts(points: Iterable<PointRecord>): Generator<PointRecord[]> {
  let part: PointRecord[] = []
  for (const point of points) {
    part.push(point)
    if (part.length < pointsTogether) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}

const ownId = /^[0-9a-f]{32}$/

/** The id of a run: its own where it is one, else one made of it, the same at every import. */
export function importedId(id: string): string {
  return ownId.test(id) ? id : createHash('sha256').update(`mlflow:${id}`).digest('hex').slice(0, 32)
}

function toRunRecord(run: MlflowRun, experiment: string, artifacts: readonly ArtifactRecord[]): RunRecord {
  const tags = new Map(run.tags)
  const id = importedId(run.id)
  const parent = tags.get('mlflow.parentRunId')
  const foreign: Pair[] = id === run.id ? [] : [['mlflow.runId', run.id]]
  return {
    type: 'run',
    id,
    experiment,
    name: run.name || tags.get('mlflow.runName') || runName(id),
    status: run.status as RunRecord['status'],
    startMs: run.startMs ?? 0,
    endMs: run.endMs,
    // What the client says when nobody told it.
    user: [run.user, tags.get('mlflow.user')].find(user => user && user !== 'unknown') ?? 'unknown',
    lifecycle: run.lifecycle,
    parent: parent ? importedId(parent) : null,
    command: null,
    exitCode: null,
    exitSignal: null,
    git: gitOf(tags),
    environment: null,
    resources: null,
    params: run.params,
    tags: [...run.tags, ...foreign],
    data: run.datasets.map(toDataInput),
    artifacts,
  }
}

function gitOf(tags: ReadonlyMap<string, string>): GitState | null {
  const commit = tags.get('mlflow.source.git.commit')
  if (commit === undefined) return null
  const dirty = tags.get('mlflow.source.git.dirty')?.toLowerCase()
  return {
    commit,
    branch: tags.get('mlflow.source.git.branch') ?? null,
    dirty: dirty === 'true' ? true : dirty === 'false' ? false : null,
  }
}

function toDataInput({ name, digest, context, source, schema, profile }: MlflowDataset): DataInput {
  const columns = columnsOf(schema)
  const { num_rows: rows } = objectOf(profile)
  return {
    name,
    context,
    digest,
    bytes: null,
    rows: Number.isSafeInteger(rows) && Number(rows) >= 0 ? Number(rows) : null,
    columns: columns?.length ?? null,
    schema: columns,
    columnDigests: null,
    source: sourceOf(source),
    cutoff: null,
    profile: null,
  }
}

function sourceOf(source: string | null): string | null {
  const { uri, url, path } = objectOf(source)
  return [uri, url, path].find((one): one is string => typeof one === 'string') ?? source
}

function columnsOf(schema: string | null): DataInput['schema'] {
  const { mlflow_colspec: columns } = objectOf(schema)
  if (!Array.isArray(columns)) return null
  return columns.map((column, i) => ({
    name: String(column?.name ?? i),
    type: String(column?.type ?? 'unknown'),
  }))
}

function objectOf(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
