import { artifactName } from '../artifacts/artifact-name.ts'
import { checkKey } from '../store/key.ts'

// What is deeper is no environment, and would end the program that writes it again.
const deepest = 64

export type Json = unknown
export type JsonObject = Record<string, Json>
export type Check = (value: Json) => boolean
export type Shape = Readonly<Record<string, Check>>

/** What is wrong with a record, to follow its name in a sentence. */
export class Fault extends Error {}

export const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Throws a fault that names the first part that is not what it may be. */
export function checkParts(value: JsonObject, shape: Shape): void {
  for (const [part, check] of Object.entries(shape)) {
    if (!check(value[part])) throw new Fault(`has no valid "${part}"`)
  }
}

export const text: Check = value => typeof value === 'string' && value.length <= 2_000_000
export const name: Check = value => text(value) && (value as string).length <= 10_000
export const id: Check = value => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value)
export const sha256: Check = value => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
export const integer: Check = value => Number.isSafeInteger(value)
export const count: Check = value => integer(value) && (value as number) >= 0
export const time: Check = value => count(value) && (value as number) <= 8.64e15
export const artifactPath: Check = value => typeof value === 'string' && artifactName(value) === value
export const shallow: Check = value => isObject(value) && depthIsBelow(value, deepest)

export const oneOf =
  (values: readonly string[]): Check =>
  value =>
    values.includes(value as string)

export const maybe =
  (check: Check): Check =>
  value =>
    value === null || check(value)

export const listOf =
  (check: Check): Check =>
  value =>
    Array.isArray(value) && value.every(check)

export const shaped =
  (shape: Shape): Check =>
  value => {
    if (!isObject(value)) return false
    checkParts(value, shape)
    return true
  }

export const pairOf =
  (kind: 'param' | 'tag'): Check =>
  value => {
    if (!Array.isArray(value) || value.length !== 2 || !value.every(text)) return false
    checkKey(kind, value[0])
    return value[1].length <= 1_000_000
  }

/** A file by its name and its bytes. */
export const file = shaped({ path: artifactPath, digest: sha256, mediaType: maybe(name) })

function depthIsBelow(value: Json, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return limit > 0 && Object.values(value).every(part => depthIsBelow(part, limit - 1))
}
