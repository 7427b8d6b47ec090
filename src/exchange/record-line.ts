import { artifactName } from '../artifacts/artifact-name.ts'
import { MlregError } from '../errors.ts'
import { checkKey } from '../store/key.ts'
import { runStatuses } from '../store/runs.ts'
import type { ExchangeRecord, PointRecord } from './records.ts'

// What is deeper is no environment, and would end the program that writes it again.
const deepest = 64

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
    if (value.type !== 'points') return value as unknown as ExchangeRecord
    return { ...value, points: (value.points as Json[][]).map(pointFromJson) } as unknown as ExchangeRecord
  } catch (error) {
    if (!(error instanceof Fault || error instanceof MlregError)) throw error
    const why = error instanceof Fault ? ` ${error.message}` : `: ${error.message}`
    throw new MlregError('corrupt', what + why, { hint, cause: error })
  }
}

class Fault extends Error {}

type Json = unknown
type JsonObject = Record<string, Json>
type Check = (value: Json) => boolean
type Shape = Readonly<Record<string, Check>>

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const text: Check = value => typeof value === 'string' && value.length <= 2_000_000
const name: Check = value => text(value) && (value as string).length <= 10_000
const id: Check = value => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value)
const sha256: Check = value => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
const integer: Check = value => Number.isSafeInteger(value)
const count: Check = value => integer(value) && (value as number) >= 0
const time: Check = value => count(value) && (value as number) <= 8.64e15
const oneOf =
  (values: readonly string[]): Check =>
  value =>
    values.includes(value as string)
const maybe =
  (check: Check): Check =>
  value =>
    value === null || check(value)
const listOf =
  (check: Check): Check =>
  value =>
    Array.isArray(value) && value.every(check)
const shaped =
  (shape: Shape): Check =>
  value => {
    if (!isObject(value)) return false
    checkParts(value, shape)
    return true
  }
const pairOf =
  (kind: 'param' | 'tag'): Check =>
  value => {
    if (!Array.isArray(value) || value.length !== 2 || !value.every(text)) return false
    checkKey(kind, value[0])
    return value[1].length <= 1_000_000
  }
const point: Check = value => {
  if (!Array.isArray(value) || value.length !== 4 || typeof value[0] !== 'string') return false
  checkKey('metric', value[0])
  return integer(value[1]) && time(value[2]) && pointFromJson(value) !== undefined
}
const artifactPath: Check = value => typeof value === 'string' && artifactName(value) === value
const shallow: Check = value => isObject(value) && depthIsBelow(value, deepest)

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
    artifacts: listOf(shaped({ path: artifactPath, digest: sha256, mediaType: maybe(name) })),
  },
  points: { run: id, points: listOf(point) },
}

function checkParts(value: JsonObject, shape: Shape): void {
  for (const [part, check] of Object.entries(shape)) {
    if (!check(value[part])) throw new Fault(`has no valid "${part}"`)
  }
}

function pointFromJson(value: readonly Json[]): PointRecord | undefined {
  const [key, step, timeMs, number] = value
  const isSpecial = typeof number === 'string' && /^(NaN|-?Infinity|-0)$/.test(number)
  if (!isSpecial && typeof number !== 'number') return undefined
  return [key as string, step as number, timeMs as number, Number(number)]
}

function depthIsBelow(value: Json, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return limit > 0 && Object.values(value).every(part => depthIsBelow(part, limit - 1))
}
