import { versionsOfRun } from '../../registry/versions.ts'
import { artifactsOf } from '../../store/artifact-rows.ts'
import { type DataInput, dataInputsOf } from '../../store/data-inputs.ts'
import { eventsOf } from '../../store/events.ts'
import { metricSummaries } from '../../store/metrics.ts'
import { type RunValues, runValues } from '../../store/run-values.ts'
import type { Run } from '../../store/runs.ts'
import type { Store } from '../../store/store.ts'
import { metricJson } from './metric-value.ts'

type Json = Readonly<Record<string, unknown>>

/** A run with what a list shows of it. */
export interface ListedRun {
  readonly run: Run
  readonly values: RunValues
  readonly data: readonly DataInput[]
}

/** The runs with their values, in a handful of queries. */
export function listedRuns(store: Store, runs: readonly Run[]): ListedRun[] {
  const values = runValues(store, runs)
  const data = dataInputsOf(store, runs)
  return runs.map((run, i) => ({ run, values: values[i] as RunValues, data: data.get(run.row) ?? [] }))
}

/** One run of `mlreg runs --json`. */
export function runJson({ run, values, data }: ListedRun): Json {
  return {
    id: run.id,
    name: run.name,
    experiment: run.experiment,
    experimentId: run.experimentId,
    status: run.status,
    start: isoTime(run.startMs),
    end: run.endMs === null ? null : isoTime(run.endMs),
    durationMs: run.endMs === null ? null : run.endMs - run.startMs,
    user: run.user,
    parent: run.parent,
    lifecycle: run.lifecycle,
    params: Object.fromEntries(values.params),
    metrics: Object.fromEntries([...values.metrics].map(([key, value]) => [key, metricJson(value)])),
    tags: Object.fromEntries(values.tags),
    git: gitJson(run),
    data: data.map(dataJson),
    artifacts: values.artifacts,
  }
}

/** Of the state of the code only what a list has room for. */
function gitJson({ git }: Run): Json {
  return { commit: git?.commit ?? null, branch: git?.branch ?? null, dirty: git?.dirty ?? null }
}

function dataJson({ name, context, digest, rows, columns, source, cutoff }: DataInput): Json {
  return { name, context, digest, rows, columns, source, cutoff }
}

/** The run of `mlreg runs show --json`: all that is known of it. */
export function fullRunJson(store: Store, run: Run): Json {
  const [listed] = listedRuns(store, [run]) as [ListedRun]
  const metrics = [...metricSummaries(store, run)].map(([key, { last, min, max, points }]) => [
    key,
    { last: metricJson(last), min: min && metricJson(min), max: max && metricJson(max), steps: points },
  ])
  return {
    ...runJson(listed),
    metrics: Object.fromEntries(metrics),
    data: listed.data.map(input => ({
      ...dataJson(input),
      bytes: input.bytes,
      schema: input.schema,
      columnDigests: input.columnDigests,
      profile: input.profile,
    })),
    artifacts: artifactsOf(store, run).map(({ path, bytes, digest, mediaType }) => ({
      path,
      bytes,
      digest,
      mediaType,
    })),
    git: { ...gitJson(run), ...run.git },
    command: run.command,
    exit: { code: run.exitCode, signal: run.exitSignal },
    environment: run.environment,
    resources: run.resources,
    amended: amendmentsJson(store, run),
    models: versionsOfRun(store, run.id).map(({ name, version }) => `${name}/${version}`),
  }
}

function amendmentsJson(store: Store, { id }: Run): Json[] {
  const events = eventsOf(store, 'run', id).filter(({ action }) => action === 'run.amend')
  return events.map(({ timeMs, actor, details }) => ({ time: isoTime(timeMs), actor, ...details }))
}

export function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}
