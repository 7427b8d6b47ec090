import type { MetricPoint } from '../../store/metrics.ts'
import type { Pair } from '../../store/params.ts'
import { parseTime } from '../tracking/clock.ts'
import { metricValue } from '../tracking/metric-value.ts'

/** One line of `mlreg log batch`. */
export interface BatchLine {
  readonly run?: string
  readonly params: readonly Pair[]
  readonly metrics: readonly MetricPoint[]
  readonly tags: readonly Pair[]
}

type Fields = Readonly<Record<string, unknown>>

const known = ['run', 'time', 'step', 'metrics', 'params', 'tags']

/** Parses `{"run"?, "time"?, "step"?, "metrics"?, "params"?, "tags"?}`; what is wrong with it as a text. */
export function parseBatchLine(text: string, nowMs: number): BatchLine | string {
  const line = parseObject(text)
  if (line === undefined) return 'is no JSON object'
  const unknown = Object.keys(line).find(key => !known.includes(key))
  if (unknown !== undefined) return `has an unknown key "${unknown}" (known are ${known.join(', ')})`
  const { run, step = 0 } = line
  if (run !== undefined && typeof run !== 'string') return 'has a run that is no string'
  if (typeof step !== 'number' || !Number.isSafeInteger(step)) return 'has a step that is no whole number'
  const timeMs = timeOf(line.time, nowMs)
  if (timeMs === undefined) return 'has a time that is neither ISO 8601 nor milliseconds since 1970'
  const timeIsAssumed = line.time === undefined && line.step !== undefined
  const metrics = metricsOf(line.metrics, { step, timeMs, timeIsAssumed })
  if (typeof metrics === 'string') return metrics
  const params = pairsOf('params', line.params)
  if (typeof params === 'string') return params
  const tags = pairsOf('tags', line.tags)
  if (typeof tags === 'string') return tags
  return { ...(run === undefined ? {} : { run }), params, metrics, tags }
}

function parseObject(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isFields(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function timeOf(time: unknown, nowMs: number): number | undefined {
  if (time === undefined) return nowMs
  if (typeof time === 'number') return Number.isSafeInteger(time) && time >= 0 ? time : undefined
  return typeof time === 'string' ? parseTime(time) : undefined
}

type Place = Pick<MetricPoint, 'step' | 'timeMs' | 'timeIsAssumed'>

function metricsOf(metrics: unknown, place: Place): MetricPoint[] | string {
  if (metrics === undefined) return []
  if (!isFields(metrics)) return 'has metrics that are no object'
  const points: MetricPoint[] = []
  for (const [key, given] of Object.entries(metrics)) {
    const value = typeof given === 'string' ? metricValue(given) : given
    if (typeof value !== 'number') return `has a metric "${key}" that is no number: ${JSON.stringify(given)}`
    points.push({ key, value, ...place })
  }
  return points
}

/** Numbers and truth values become the text they are written as. */
function pairsOf(kind: string, pairs: unknown): Pair[] | string {
  if (pairs === undefined) return []
  if (!isFields(pairs)) return `has ${kind} that are no object`
  const found: Pair[] = []
  for (const [key, value] of Object.entries(pairs)) {
    if (value === null || typeof value === 'object') return `has ${kind} with "${key}", which is no text`
    found.push([key, String(value)])
  }
  return found
}
