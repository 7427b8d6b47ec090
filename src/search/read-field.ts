import { nearest } from '../nearest.ts'
import {
  attributes,
  datasetParts,
  type Entity,
  entityOf,
  entityWords,
  type Field,
  type Part,
  partNamed,
} from './fields.ts'
import { named, type TokenReader } from './token-reader.ts'
import type { Token } from './tokens.ts'

/** Takes a field: `metrics.auc`, `params."a b"`, or an attribute without anything before it. The first dot parts them. */
export function readField(reader: TokenReader): Field {
  const token = reader.take()
  if (token.kind === 'quoted' && token.quote === '`') return attribute(reader, token, token.text)
  if (token.kind !== 'word') throw noField(reader, token)
  const dot = token.text.indexOf('.')
  if (dot === -1) return attribute(reader, token, token.text)
  const word = token.text.slice(0, dot)
  const entity = entityOf(word)
  if (entity === undefined) throw unknownEntity(reader, token, word)
  const key = keyAfter(reader, token, token.text.slice(dot + 1))
  if (entity === 'attributes') return attribute(reader, token, key)
  if (entity === 'datasets') return fieldOf(entity, datasetPart(reader, token, key))
  return { entity, key, type: entity === 'metrics' ? 'number' : 'free' }
}

/** The key is the rest of the word, or what is quoted right behind the dot. */
function keyAfter(reader: TokenReader, token: Token, rest: string): string {
  if (rest !== '') return rest
  const quoted = reader.peek()
  if (quoted.kind !== 'quoted' || quoted.start !== token.end || quoted.text === '') {
    throw reader.error(quoted, `after "${token.text}" a key is missing`)
  }
  return reader.take().text
}

function attribute(reader: TokenReader, token: Token, name: string): Field {
  const part = partNamed(attributes, name) ?? partNamed(attributes, name.toLowerCase())
  if (part !== undefined) return fieldOf('attributes', part)
  const near = nearest(name.toLowerCase(), namesOf(attributes))
  const isMistyped = near !== undefined && name.length > 3
  throw reader.error(
    token,
    `a run has no attribute "${name}"`,
    isMistyped
      ? `did you mean ${near}? A metric, param or tag is written metrics.${name}, params.${name}, tags.${name}`
      : `a metric, param or tag is written metrics.${name}, params.${name}, tags.${name}`,
  )
}

function datasetPart(reader: TokenReader, token: Token, name: string): Part {
  const part = partNamed(datasetParts, name.toLowerCase())
  if (part !== undefined) return part
  throw reader.error(token, `a dataset has no "${name}"`, `there are ${namesOf(datasetParts).join(', ')}`)
}

function fieldOf(entity: Entity, { name, type }: Part): Field {
  return { entity, key: name, type }
}

function namesOf(parts: readonly Part[]): string[] {
  return parts.map(part => part.name)
}

function unknownEntity(reader: TokenReader, token: Token, word: string): Error {
  const near = nearest(word.toLowerCase(), entityWords)
  const rest = token.text.slice(word.length)
  return reader.error(
    token,
    `"${word}" holds no keys`,
    near === undefined
      ? `write metrics${rest}, params${rest}, tags${rest}, attributes${rest} or datasets${rest}`
      : `did you mean ${near}${rest}?`,
  )
}

function noField(reader: TokenReader, token: Token): Error {
  const hint =
    token.kind === 'quoted'
      ? 'a key in quotes comes after its kind: params."a b"; an attribute is written without quotes'
      : 'a condition is such as metrics.auc > 0.9'
  return reader.error(token, `a field is missing before ${named(token)}`, hint)
}
