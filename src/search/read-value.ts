import { nearest } from '../nearest.ts'
import { secondsOf, timeAgo } from './age.ts'
import type { Comparison } from './condition.ts'
import { type Field, partOf } from './fields.ts'
import { numberOf } from './number-of.ts'
import { named, type TokenReader } from './token-reader.ts'
import type { Token } from './tokens.ts'

/** What an expression has to know of time. */
export interface Clock {
  readonly nowMs: number
  /** Milliseconds since 1970 of an ISO 8601 time. */
  parseTime(text: string): number | undefined
}

/** Where a field's condition begins, what it is about, and how it compares. */
export interface Asked {
  readonly first: Token
  readonly field: Field
  readonly operator: Comparison | 'LIKE' | 'IN'
}

/** Takes the value that a field is compared with: a number without quotes, or a text in them. */
export function readValue(reader: TokenReader, asked: Asked, clock: Clock): number | string {
  const token = reader.take()
  if (token.kind !== 'word' && token.kind !== 'quoted') {
    throw reader.error(token, `a value is missing before ${named(token)}`, 'such as metrics.auc > 0.9')
  }
  if (token.quote === '`') throw reader.error(token, 'a text is written in quotes: "…" or \'…\'')
  return token.kind === 'quoted' ? quotedValue(reader, token, asked, clock) : bareValue(reader, token, asked)
}

function quotedValue(reader: TokenReader, token: Token, asked: Asked, clock: Clock): number | string {
  const { text } = token
  const { field, operator } = asked
  if (operator === 'LIKE' || field.type === 'text') return knownText(reader, token, asked)
  if (field.type === 'time') {
    const time = timeAgo(text, clock.nowMs) ?? clock.parseTime(text)
    if (time !== undefined) return time
    throw reader.error(token, `"${text}" is no time`, "such as '2026-05-01', '2026-05-01T12:00Z' or '7d ago'")
  }
  if (field.type === 'duration') {
    const seconds = secondsOf(text)
    if (seconds !== undefined) return seconds
    throw reader.error(token, `"${text}" is no length of time`, "such as '90s', '5m', '2h', or seconds: 90")
  }
  if (field.type === 'number')
    throw noQuotes(reader, token, asked, 'is compared with a number, without quotes')
  if (isOrder(operator))
    throw noQuotes(reader, token, asked, `is compared by ${operator} as a number, without quotes`)
  return text
}

function noQuotes(reader: TokenReader, token: Token, { first, field }: Asked, what: string): Error {
  const isNumber = numberOf(token.text) !== undefined
  const hint = isNumber ? `did you mean ${replaced(reader, first, token, token.text.trim())}?` : undefined
  return reader.error(token, `${field.entity}.${field.key} ${what}`, hint)
}

function bareValue(reader: TokenReader, token: Token, asked: Asked): number | string {
  const { first, field, operator } = asked
  const number = token.text.startsWith('+') ? undefined : numberOf(token.text)
  if (number === undefined || operator === 'LIKE' || field.type === 'text') {
    throw notANumber(reader, token, asked)
  }
  if (!Number.isNaN(number)) return number
  const negation = operator === '!=' ? 'IS NOT NAN' : 'IS NAN'
  throw reader.error(
    token,
    'NaN equals nothing',
    field.entity === 'metrics'
      ? `did you mean ${reader.source.slice(first.start, token.start).replace(/\s*[=<>!]+\s*$/, '')} ${negation}?`
      : undefined,
  )
}

function notANumber(reader: TokenReader, token: Token, { first, field, operator }: Asked): Error {
  const wantsText = operator === 'LIKE' || field.type === 'text'
  const canBeText = wantsText || (field.type === 'free' && !isOrder(operator)) || field.type === 'time'
  if (!canBeText) {
    const bare = token.text.replace(/^\+/, '')
    const hint =
      numberOf(bare) === undefined ? undefined : `did you mean ${replaced(reader, first, token, bare)}?`
    return reader.error(token, `"${token.text}" is no number`, hint)
  }
  const quoted = `'${token.text}'`
  return reader.error(
    token,
    `a text is written in quotes`,
    `did you mean ${replaced(reader, first, token, quoted)}?`,
  )
}

/** The condition with another value. */
function replaced(reader: TokenReader, first: Token, token: Token, value: string): string {
  return reader.source.slice(first.start, token.start) + value
}

/** A status that no run can have would quietly choose none. */
function knownText(reader: TokenReader, token: Token, { field, operator }: Asked): string {
  const { text } = token
  const { values } = field.entity === 'attributes' ? partOf(field) : {}
  if (operator === 'LIKE' || values === undefined || values.includes(text)) return text
  if (isOrder(operator)) return text
  const near = nearest(text.toUpperCase(), values)
  throw reader.error(
    token,
    `no ${field.key} is "${text}"`,
    near === undefined ? `there are ${values.join(', ')}` : `did you mean '${near}'?`,
  )
}

export function isOrder(operator: string): boolean {
  return ['<', '<=', '>', '>='].includes(operator)
}
