import { MlregError } from '../errors.ts'
import { checkKey } from '../store/key.ts'
import { runStatuses } from '../store/runs.ts'
import { checkVersionRecord, modelShape, versionShape } from './model-shapes.ts'
import type { ExchangeRecord } from './records.ts'
import type { PointRecord } from './run-records.ts'
import {
  type Check,
  checkParts,
  count,
  Fault,
  file,
  id,
  integer,
  isObject,
  type Json,
  type JsonObject,
  listOf,
  maybe,
  name,
  oneOf,
  pairOf,
  type Shape,
  sha256,
  shallow,
  shaped,
  text,
  time,
} from './shape-checks.ts'

/** A record as a line of JSON; a value that JSON has no number for is a string. */
export function recordLine(record: ExchangeRecord): string {
  const points = record.type === 'points' ? { points: record.points.map(pointToJson) } : {}
  return `${JSON.stringify({ ...record, ...points })}\n`
}

function pointToJson([key, step, timeMs, value]: PointRecord): readonly (string | number)[] {
  const isPlain = Number.isFinite(value) && !Object.is(value, -0)
  return [key, step, timeMs, isPlain ? value : Object.is(value, -0) ? '-0' : String(value)]
}

/**
 * Parses such a line, which anybody may have written: every part is checked for what it may be, so that nothing gets
 * into a store that mlreg would not have put there.
 */
export function parseRecord(line: string, what: string): ExchangeRecord {
  const hint = 'nothing was merged; ask for the bundle again'
  try {
    return checkRecord(JSON.parse(line), what, hint)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new MlregError('corrupt', `${what} is no JSON: ${error.message}`, { hint, cause: error })
  }
}

/** Refuses a record of which any part is not what it may be; the error says of what it is. */
export function checkRecord(value: unknown, what: string, hint: string): ExchangeRecord {
  try {
    if (!isObject(value)) throw new Fault('is no object')
    const shape = Object.hasOwn(shapes, String(value.type)) ? shapes[String(value.type)] : undefined
    if (shape === undefined) throw new Fault(`has the type ${JSON.stringify(value.type)}`)
    checkParts(value, shape)
    const record = value as unknown as ExchangeRecord
    if (record.type === 'version') checkVersionRecord(record)
    if (record.type !== 'points') return record
    return { ...record, points: (value.points as Json[][]).map(pointFromJson) as PointRecord[] }
  } catch (error) {
    if (!(error instanceof Fault || error instanceof MlregError)) throw error
    const why = error instanceof Fault ? ` ${error.message}` : `: ${error.message}`
    throw new MlregError('corrupt', what + why, { hint, cause: error })
  }
}

const point: Check = value => {
  if (!Array.isArray(value) || value.length !== 4 || typeof value[0] !== 'string') return false
  checkKey('metric', value[0])
  return integer(value[1]) && time(value[2]) && pointFromJson(value) !== undefined
}

const git: Check = value => {
  if (!shallow(value)) return false
  const { commit = null, branch = null, dirty = null } = value as JsonObject
  return maybe(name)(commit) && maybe(name)(branch) && (dirty === null || typeof dirty === 'boolean')
}

const shapes: Readonly<Record<string, Shape>> = {
  experiment: {
    name,
    lifecycle: oneOf(['active', 'deleted']),
    createdMs: time,
    updatedMs: time,
    tags: listOf(pairOf('tag')),
  },
  run: {
    id,
    experiment: name,
    name,
    status: oneOf(runStatuses),
    startMs: time,
    endMs: maybe(time),
    user: name,
    lifecycle: oneOf(['active', 'deleted']),
    parent: maybe(id),
    command: maybe(listOf(text)),
    exitCode: maybe(integer),
    exitSignal: maybe(name),
    git: maybe(git),
    environment: maybe(shallow),
    resources: maybe(shallow),
    params: listOf(pairOf('param')),
    tags: listOf(pairOf('tag')),
    data: listOf(
      shaped({
        name,
        context: name,
        digest: name,
        bytes: maybe(count),
        rows: maybe(count),
        columns: maybe(count),
        schema: maybe(listOf(shaped({ name: text, type: text }))),
        columnDigests: maybe(value => isObject(value) && Object.values(value).every(name)),
        source: maybe(text),
        cutoff: maybe(name),
        profile: maybe(sha256),
      }),
    ),
    artifacts: listOf(file),
  },
  points: { run: id, points: listOf(point) },
  model: modelShape,
  version: versionShape,
}

function pointFromJson(value: readonly Json[]): PointRecord | undefined {
  const [key, step, timeMs, number] = value
  const isSpecial = typeof number === 'string' && /^(NaN|-?Infinity|-0)$/.test(number)
  if (!isSpecial && typeof number !== 'number') return undefined
  return [key as string, step as number, timeMs as number, Number(number)]
}
