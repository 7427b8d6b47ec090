import { MlregError } from '../../errors.ts'
import { nearest } from '../../nearest.ts'
import { counted, formatCount } from '../../report/numbers.ts'
import type { Block, ChartBlock, Report } from '../../report/report.ts'
import { type MetricPoint, metricHistory, metricSummaries } from '../../store/metrics.ts'
import type { Run } from '../../store/runs.ts'
import type { Store } from '../../store/store.ts'
import type { Context, Outcome } from '../command.ts'
import { metricJson } from '../tracking/metric-value.ts'
import { resolveRun } from '../tracking/resolve-run.ts'
import { isoTime } from '../tracking/run-document.ts'
import { metricText, timeText } from '../tracking/run-texts.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { readingStore } from '../tracking/with-store.ts'

interface MetricOptions extends ReadOptions {
  readonly plot?: boolean
}

type MetricContext = Context<MetricOptions, readonly [run: string, key: string]>

export async function metricPoints(context: MetricContext): Promise<Outcome> {
  const { options, operands } = context
  const [reference, key] = operands
  const report = await readingStore(context, store => {
    const run = resolveRun(store, reference)
    const points = metricHistory(store, run, key)
    if (points.length === 0) throw unknownMetric(store, run, key)
    return view(run, key, points, options.plot === true)
  })
  return { report, fine: true }
}

function unknownMetric(store: Store, run: Run, key: string): MlregError {
  const keys = [...metricSummaries(store, run).keys()]
  const near = nearest(key, keys)
  const known =
    keys.length === 0
      ? 'it has none'
      : `it has ${keys.slice(0, 10).join(', ')}${keys.length > 10 ? ' …' : ''}`
  return new MlregError('not-found', `run ${run.id} has no metric "${key}"`, {
    hint: near === undefined ? known : `did you mean "${near}"?`,
  })
}

function view(run: Run, key: string, points: readonly MetricPoint[], plots: boolean): Report {
  return {
    data: {
      schema: 'mlreg.metric/1',
      run: run.id,
      key,
      points: points.map(({ step, timeMs, value }) => ({
        step,
        time: isoTime(timeMs),
        value: metricJson(value),
      })),
    },
    document: plots ? chart(run, key, points) : table(points),
    records: {
      columns: ['step', 'time', 'value'],
      rows: points.map(({ step, timeMs, value }) => [
        step,
        isoTime(timeMs),
        Number.isFinite(value) ? value : String(value),
      ]),
    },
    checks: [],
    verdict: 'ok',
  }
}

function table(points: readonly MetricPoint[]): Block[] {
  return [
    {
      type: 'table',
      columns: [
        { title: 'step', align: 'right', narrow: 'keep' },
        { title: 'time (UTC)', align: 'left', narrow: 'keep' },
        { title: 'value', align: 'right', narrow: 'keep' },
      ],
      rows: points.map(({ step, timeMs, value }) => [
        { text: formatCount(step) },
        { text: timeText(timeMs) },
        { text: metricText(value) },
      ]),
    },
  ]
}

function chart(run: Run, key: string, points: readonly MetricPoint[]): Block[] {
  const { label, x, ends } = horizontal(points)
  const drawn: ChartBlock = {
    type: 'chart',
    points: points.map((point, i) => ({ x: x[i] ?? i, y: point.value })),
    ends,
    label,
  }
  return [{ type: 'heading', text: `${key} of ${run.name}` }, drawn, { type: 'note', text: summary(points) }]
}

/** By step; where all steps are the same by time, and where times are too by order. */
function horizontal(points: readonly MetricPoint[]) {
  const ends = <Value>(values: readonly Value[], text: (value: Value) => string) =>
    [text(values[0] as Value), text(values.at(-1) as Value)] as const
  const steps = points.map(({ step }) => step)
  if (steps[0] !== steps.at(-1)) return { label: 'step', x: steps, ends: ends(steps, formatCount) }
  const times = points.map(({ timeMs }) => timeMs)
  if (times[0] !== times.at(-1)) return { label: 'time (UTC)', x: times, ends: ends(times, timeText) }
  const places = points.map((_, i) => i + 1)
  return { label: 'point', x: places, ends: ends(places, formatCount) }
}

function summary(points: readonly MetricPoint[]): string {
  const values = points.map(({ value }) => value)
  const finite = values.filter(Number.isFinite)
  const nans = values.filter(Number.isNaN).length
  const infinite = values.length - finite.length - nans
  const parts = [
    counted(points.length, 'point'),
    `last ${metricText(values.at(-1))}`,
    ...(finite.length === 0
      ? []
      : [`min ${metricText(least(finite))}`, `max ${metricText(-least(finite.map(v => -v)))}`]),
    ...(nans === 0 ? [] : [`${formatCount(nans)} NaN`]),
    ...(infinite === 0 ? [] : [`${formatCount(infinite)} infinite`]),
  ]
  return parts.join(', ')
}

/** Math.min takes its values as arguments, of which there may be too many. */
function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b))
}
