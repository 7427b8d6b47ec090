import { mediaType } from '../../artifacts/media-type.ts'
import { puttingBytes } from '../../artifacts/putting-bytes.ts'
import { renderJson } from '../../report/json.ts'
import type { Report } from '../../report/report.ts'
import { putArtifact } from '../../store/artifact-rows.ts'
import { recordEvent } from '../../store/events.ts'
import { logBatch } from '../../store/log-batch.ts'
import { type MetricPoint, metricHistory } from '../../store/metrics.ts'
import { updateRun } from '../../store/runs.ts'
import { type DriftRecord, findRecord, putWindow, runOf } from '../drift/drift-record.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import { writingStore } from '../tracking/with-store.ts'
import { abDocument } from './ab-document.ts'
import type { AbContext } from './ab-options.ts'
import type { AbResult } from './ab-result.ts'

const experiment = 'ab_tests'

/** Finds the run that --log names before anything is compared. */
export const findAbRecord: (context: AbContext) => Promise<DriftRecord> = findRecord

/**
 * Records a result, won or lost: its figures as metrics, the report as an artifact, both files as data. A further result in
 * the same run is a further step, and its report a further file.
 */
export async function recordAb(
  context: AbContext,
  record: DriftRecord,
  result: AbResult,
  report: Report,
): Promise<void> {
  const { io, options } = context
  const user = await actorOf(io, options.as)
  const timeMs = nowMs(io)
  const { verdict } = result.decision
  const { exit, digests, reproduce: command } = result
  await writingStore(context, store =>
    puttingBytes(store, Buffer.from(renderJson(report)), timeMs, digest => {
      const run = runOf(store, record, io.env.MLREG_EXPERIMENT || experiment, user)
      const step = metricHistory(store, run, 'ab/promoted').length
      const path = `ab/report-${String(step).padStart(4, '0')}.json`
      const tags = {
        'ab.verdict': verdict,
        'ab.exit': String(exit),
        'ab.report': path,
        'ab.command': command,
      }
      const metrics = metricsOf(result).map(([key, value]): MetricPoint => ({ key, value, step, timeMs }))
      logBatch(store, run, { metrics, tags: Object.entries(tags) })
      if (digest !== null) putArtifact(store, run, { path, digest, mediaType: mediaType(path) }, timeMs)
      const { a, b } = result
      if (a.window) putWindow(store, run, 'champion', { window: a.window, digest: digests?.[0] }, timeMs)
      if (b.window) putWindow(store, run, 'challenger', { window: b.window, digest: digests?.[1] }, timeMs)
      if (record.isNew) updateRun(store, run.row, { status: 'FINISHED', endMs: timeMs, exitCode: exit })
      const details = { verdict, exit, report: digest, a: digests?.[0] ?? null, b: digests?.[1] ?? null }
      const event = { timeMs, actor: user, action: 'ab.test', kind: 'run', subject: run.id, details } as const
      recordEvent(store, event)
    }),
  )
}

/** `ab/a`, `ab/lift`, `ab/p` and what else there is. */
function metricsOf(result: AbResult): readonly (readonly [key: string, value: number])[] {
  const { a, b, difference, lift, relativeLift, interval, test, verdict, latency } = abDocument(result)
  const figures = {
    ...{ a: a.value, b: b.value, 'a.rows': a.outcomes, 'b.rows': b.outcomes },
    ...{ difference, low: interval.low, high: interval.high, lift, relativeLift, p: test.pValue },
    ...{ 'a.p95': latency?.a.p95, 'b.p95': latency?.b.p95 },
    promoted: verdict === 'promote' ? 1 : 0,
  }
  return Object.entries(figures).flatMap(([key, value]) =>
    typeof value === 'number' ? [[`ab/${key}`, value] as const] : [],
  )
}
