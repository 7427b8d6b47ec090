import { MlregError } from '../errors.ts'
import { checkKey } from './key.ts'
import type { Run } from './runs.ts'
import type { Store } from './store.ts'
import { fromStored, type StoredValue, toStored } from './stored-value.ts'

/** One measurement. The value may be NaN or infinite: losses that diverged are. */
export interface MetricPoint {
  readonly key: string
  readonly value: number
  readonly step: number
  /** Milliseconds since 1970, UTC. */
  readonly timeMs: number
  /**
   * Whether nobody gave the time of a step that was given: a command repeated after an unknown outcome would have
   * another one. Such a point is the latest one of its step again when it has the same value.
   */
  readonly timeIsAssumed?: boolean
}

export interface MetricSummary {
  /** Of the greatest point by (step, time, value), as MLflow defines the latest. */
  readonly last: number
  /** Of all points that are numbers; null when none is. */
  readonly min: number | null
  readonly max: number | null
  /** How many points. */
  readonly points: number
}

interface PointRow extends StoredValue {
  readonly key: string
  readonly step: number
  readonly time_ms: number
}

/** Adds points. A point that is there already, in every part, is the same point. */
export function insertMetrics({ database }: Store, run: Run, points: readonly MetricPoint[]): void {
  const insert = database.prepare(
    `INSERT INTO metrics (run, key, step, time_ms, value, is_nan, is_negative_zero) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  )
  const ofStep = database.prepare<[number, string, number], PointRow>(
    `SELECT * FROM metrics WHERE run = ? AND key = ? AND step = ? ORDER BY time_ms DESC, value DESC LIMIT 1`,
  )
  const latest = new Map<string, PointRow>()
  for (const point of points) {
    const before = latest.get(point.key)
    if (before === undefined) checkKey('metric', point.key)
    checkPlace(point)
    const row = { key: point.key, step: point.step, time_ms: point.timeMs, ...toStored(point.value) }
    if (point.timeIsAssumed && isAgain(row, ofStep.get(run.row, row.key, row.step))) continue
    insert.run(run.row, row.key, row.step, row.time_ms, row.value, row.is_nan, row.is_negative_zero)
    if (before === undefined || isLater(row, before)) latest.set(point.key, row)
  }
  keepLatest(database, run, latest.values())
}

function isAgain(row: StoredValue, latest: StoredValue | undefined): boolean {
  return latest !== undefined && Object.is(fromStored(row), fromStored(latest))
}

const order = ['step', 'time_ms', 'value', 'is_nan', 'is_negative_zero'] as const

function isLater(row: PointRow, other: PointRow): boolean {
  const differing = order.find(part => row[part] !== other[part])
  return differing !== undefined && row[differing] > other[differing]
}

function keepLatest(database: Store['database'], run: Run, rows: Iterable<PointRow>): void {
  const parts = order.join(', ')
  const keep = database.prepare(
    `INSERT INTO latest_metrics (run, key, ${parts}) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET ${order.map(part => `${part} = excluded.${part}`).join(', ')}
     WHERE (${order.map(part => `excluded.${part}`).join(', ')}) > (${parts})`,
  )
  for (const row of rows) keep.run(run.row, row.key, ...order.map(part => row[part]))
}

function checkPlace({ key, step, timeMs }: MetricPoint): void {
  if (!Number.isSafeInteger(step)) {
    throw new MlregError('bad-input', `the step of metric "${key}" is ${step}, and has to be a whole number`)
  }
  if (!Number.isSafeInteger(timeMs) || timeMs < 0) {
    throw new MlregError('bad-input', `the time of metric "${key}" has to be after 1970`)
  }
}

/** Every point of one metric, by step, time and value. */
export function metricHistory({ database }: Store, run: Run, key: string): MetricPoint[] {
  return database
    .prepare<[number, string], PointRow>(
      `SELECT * FROM metrics WHERE run = ? AND key = ? ORDER BY ${order.join(', ')}`,
    )
    .all(run.row, key)
    .map(row => ({ key, step: row.step, timeMs: row.time_ms, value: fromStored(row) }))
}

/** Every metric of a run in a line, by name. */
export function metricSummaries({ database }: Store, run: Run): Map<string, MetricSummary> {
  const rows = database
    .prepare<[number], StoredValue & { key: string; min: number | null; max: number | null; points: number }>(
      `SELECT latest_metrics.key, latest_metrics.value, latest_metrics.is_nan, latest_metrics.is_negative_zero,
         min(iif(metrics.is_nan, NULL, metrics.value)) AS min, max(iif(metrics.is_nan, NULL, metrics.value)) AS max,
         count(*) AS points
       FROM latest_metrics JOIN metrics USING (run, key) WHERE run = ? GROUP BY key ORDER BY key`,
    )
    .all(run.row)
  return new Map(
    rows.map(({ key, min, max, points, ...stored }) => [key, { last: fromStored(stored), min, max, points }]),
  )
}
