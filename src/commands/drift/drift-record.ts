import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { mediaType } from '../../artifacts/media-type.ts'
import { puttingBytes } from '../../artifacts/putting-bytes.ts'
import { readRegistry } from '../../config/read-registry.ts'
import type { OpenedWindow } from '../../data/window.ts'
import { announce } from '../../hooks/announce.ts'
import type { Version } from '../../registry/versions.ts'
import { renderJson } from '../../report/json.ts'
import type { Report } from '../../report/report.ts'
import { putArtifact } from '../../store/artifact-rows.ts'
import { recordBeginning } from '../../store/begin-run.ts'
import { type DataInput, putDataInput } from '../../store/data-inputs.ts'
import { recordEvent } from '../../store/events.ts'
import { logBatch } from '../../store/log-batch.ts'
import { type MetricPoint, metricHistory } from '../../store/metrics.ts'
import { newId } from '../../store/new-id.ts'
import { type Run, runWithId, updateRun } from '../../store/runs.ts'
import type { Store } from '../../store/store.ts'
import type { Context, Outcome } from '../command.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import { resolveRun } from '../tracking/resolve-run.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { readingStore, writingStore } from '../tracking/with-store.ts'
import type { DriftResult } from './drift-result.ts'
import type { DriftContext } from './open-windows.ts'
import { recordCheck } from './record-check.ts'

/** Where a result is to be recorded: in a run that is there, or in one that is made for it. */
export interface DriftRecord {
  readonly run: string
  readonly isNew: boolean
  readonly startMs: number
}

const experiment = 'drift_detection'

/** Finds the run that --log names before anything is compared: a wrong name must not cost the comparison. */
export async function findRecord(
  context: Pick<Context<ReadOptions & { readonly log?: string }>, 'io' | 'options'>,
): Promise<DriftRecord> {
  const { io, options } = context
  const startMs = nowMs(io)
  if (options.log === 'new') return { run: newId(), isNew: true, startMs }
  const run = await readingStore(context, store => resolveRun(store, options.log ?? '').id)
  return { run, isNew: false, startMs }
}

/**
 * Records a result, whatever it is: every statistic as a metric, the report as an artifact, both windows as data. A
 * further result in the same run is a further step, and its report a further file. Hooks are told of a version's check.
 */
export async function recordDrift(
  context: DriftContext,
  record: DriftRecord,
  result: DriftResult,
  report: Report,
): Promise<Pick<Outcome, 'afterwards'>> {
  const { io, options } = context
  const { hooks } = await readRegistry(options.config, io)
  const user = await actorOf(io, options.as)
  const timeMs = nowMs(io)
  const bytes = Buffer.from(renderJson(report))
  const event = await writingStore(context, store =>
    puttingBytes(store, bytes, timeMs, digest => {
      const run = runOf(store, record, io.env.MLREG_EXPERIMENT || experiment, user)
      const step = metricHistory(store, run, 'drift/drifted').length
      const path = `drift/report-${String(step).padStart(4, '0')}.json`
      const { verdict, exit, reproduce: command } = result
      const tags = {
        'drift.verdict': verdict,
        'drift.exit': String(exit),
        'drift.report': path,
        'drift.command': command,
      }
      const metrics = metricsOf(result).map(([key, value]): MetricPoint => ({ key, value, step, timeMs }))
      logBatch(store, run, { metrics, tags: Object.entries(tags) })
      if (digest !== null) putArtifact(store, run, { path, digest, mediaType: mediaType(path) }, timeMs)
      const { reference, current, versions, digests = [] } = result
      const before = { window: reference, digest: digests[0], version: versions.reference }
      putWindow(store, run, 'reference', before, timeMs)
      const after = { window: current, digest: digests[1], version: versions.current }
      putWindow(store, run, 'current', after, timeMs)
      if (record.isNew) updateRun(store, run.row, { status: 'FINISHED', endMs: timeMs, exitCode: exit })
      const details = {
        verdict,
        exit,
        report: digest,
        reference: result.digests?.[0] ?? null,
        current: result.digests?.[1] ?? null,
      }
      recordEvent(store, {
        timeMs,
        actor: user,
        action: 'drift.check',
        kind: 'run',
        subject: run.id,
        details,
      })
      return recordCheck(store, result, { run: run.id, report: digest, actor: user, timeMs })
    }),
  )
  return event === undefined ? {} : { afterwards: () => announce(io, hooks, event) }
}

/** The run that a result is recorded in, made in the experiment of this name where it is new. */
export function runOf(
  store: Store,
  { run: id, isNew, startMs }: DriftRecord,
  name: string,
  user: string,
): Run {
  if (isNew) return recordBeginning(store, { id, experiment: name, startMs, user, params: [], tags: [] })
  return runWithId(store, id) ?? resolveRun(store, id)
}

/** `drift/age/psi`, `drift/age/ks.p`, `drift/age/drifted` and the counts of the summary. */
function metricsOf({ rows, summary }: DriftResult): [string, number][] {
  const { compared, drifted, share, degraded, notCompared } = summary
  const counts = Object.entries({ compared, drifted, share, degraded, notCompared })
  return [
    ...counts.map(([name, value]): [string, number] => [`drift/${name}`, value]),
    ...rows.flatMap(({ column, verdict, tests }) => {
      const stem = `drift/${keyPart(column.name)}`
      const figures = Object.entries(tests).flatMap(([name, { result }]): [string, number][] => [
        [`${stem}/${name}`, result.statistic],
        ...(result.pValue === undefined ? [] : [[`${stem}/${name}.p`, result.pValue] as [string, number]]),
      ])
      return [...figures, [`${stem}/drifted`, verdict === 'drifted' ? 1 : 0] as [string, number]]
    }),
  ]
}

const longestPart = 100

/** A column's name as a part of a metric's key. What a key may not hold becomes _, and a digest keeps two such names apart. */
function keyPart(column: string): string {
  const safe = column
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{M}\p{N}_.\- :]/gu, '_')
    .slice(0, longestPart)
  if (safe === column && !/^\.*$/.test(safe)) return safe
  return `${safe.replace(/^\.*$/, '_')}-${createHash('sha256').update(column).digest('hex').slice(0, 8)}`
}

/**
 * Links a run to a window that was compared; the baseline of a version stands for the data it describes. Standard input is
 * gone when it is read: without a digest there is nothing to know it by.
 */
export function putWindow(
  store: Store,
  run: Run,
  context: 'reference' | 'current' | 'champion' | 'challenger',
  { window, digest, version }: ComparedWindow,
  timeMs: number,
): void {
  if (digest === undefined) return
  const { columns, files, rows, source } = window
  const input = {
    name: basename(source),
    context,
    digest: digest.replace(/^sha256:/, ''),
    bytes: files.reduce((total, file) => total + statSync(file).size, 0),
    rows,
    columns: columns.length,
    schema: columns.map(({ name, type }) => ({ name, type })),
    columnDigests: null,
    source,
    cutoff: null,
    profile: null,
  }
  const told = version === undefined ? input : { ...input, ...baselineInput(version, input.digest) }
  putDataInput(store, run, told, timeMs)
}

/** A window with the SHA-256 of its bytes, and the version whose baseline it is, when it is one. */
interface ComparedWindow {
  readonly window: OpenedWindow
  readonly digest: string | undefined
  readonly version?: Version | undefined
}

function baselineInput(
  { name, version, baseline, baselineData }: Version,
  digest: string,
): Partial<DataInput> {
  return {
    name: baselineData?.name ?? `${name}/${version}`,
    digest: baselineData?.digest ?? digest,
    bytes: null,
    source: `models:/${name}/${version}`,
    profile: baseline,
  }
}
