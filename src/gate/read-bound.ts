import { secondsOf } from '../search/age.ts'
import type { Bound, Change, Comparison, Subject } from './rule.ts'
import type { RuleReader } from './rule-reader.ts'

const number = /[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iuy
const unit = /%|[a-z]+/iuy
const plainText = /[\p{L}\p{M}\p{N}_./:@+-]+/uy

const sizes: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
}

type Left = Pick<Comparison, 'subject' | 'operator' | 'name'>

/** Takes what the subject is compared with; a size is in bytes, a length of time in seconds, a percentage a share. */
export function readBound(reader: RuleReader, left: Left): Bound {
  const { subject, operator, name } = left
  const start = reader.at
  if (reader.isAtEnd) throw reader.error(start, `after ${operator} a number is missing`, example(subject))
  if (subject.kind === 'drift' && subject.key === 'verdict') return verdict(reader, left)
  const written = reader.takeTight(number)
  if (written !== undefined && isNumber(reader, subject)) {
    const value = withUnit(reader, start, Number(written), left)
    if (reader.take(/[*×]\s*champion\b/iuy) !== undefined) {
      throw reader.error(start, 'the champion comes first', `${name} ${operator} champion * ${written}`)
    }
    return { kind: 'number', value }
  }
  reader.at = start
  if (mayBeText(subject)) return text(reader, left)
  if (reader.take(/champion(?![\p{L}\p{N}_])/iuy) === undefined) {
    throw reader.error(
      start,
      `${reader.next()} is no number`,
      `write a number or champion: ${example(subject)}`,
    )
  }
  if (subject.kind === 'drift' || subject.kind === 'approvals') {
    throw reader.error(start, `${name} is compared with a number, not with the champion`)
  }
  const change = readChange(reader)
  return { kind: 'champion', ...(change === undefined ? {} : { change }) }
}

function mayBeText({ kind }: Subject): boolean {
  return kind === 'tag' || kind === 'param'
}

/** A tag's text may begin like a number: `2026-05-01`, `3.2.1`. */
function isNumber(reader: RuleReader, subject: Subject): boolean {
  return !mayBeText(subject) || /^(\s|%|$)/u.test(reader.source.slice(reader.at))
}

function withUnit(reader: RuleReader, start: number, value: number, { subject, name }: Left): number {
  reader.take(/\s*/uy)
  const at = reader.at
  const written = reader.take(unit)
  if (subject.kind === 'drift' && subject.key === 'age') {
    const seconds = secondsOf(`${value} ${written ?? ''}`)
    if (seconds !== undefined) return seconds
    throw reader.error(
      written === undefined ? start : at,
      'that is no length of time',
      'such as 12h, 7d or 2w',
    )
  }
  if (written === undefined) return checked(reader, start, value)
  if (/^(and|or)$/i.test(written)) {
    reader.at = at
    return checked(reader, start, value)
  }
  if (written === '%' && subject.kind !== 'model') return checked(reader, start, value / 100)
  const size = sizes[written.toLowerCase()]
  if (subject.kind === 'model' && subject.key === 'bytes' && size !== undefined) return value * size
  throw reader.error(
    at,
    `${name} has no unit "${written}"`,
    'only model.bytes (100MB) and drift.age (7d) have units',
  )
}

function checked(reader: RuleReader, start: number, value: number): number {
  if (Number.isFinite(value)) return value
  throw reader.error(start, 'that number is too large')
}

function readChange(reader: RuleReader): Change | undefined {
  const start = reader.at
  if (reader.isAtEnd) return undefined
  const sign = reader
    .take(/[-+*×−]/uy)
    ?.replace('×', '*')
    .replace('−', '-')
  if (sign === undefined) {
    throw reader.error(
      start,
      `after champion ${reader.next()} is too much`,
      'such as champion + 0.02 or champion * 1.02',
    )
  }
  const at = reader.at
  const written = reader.takeTight(/(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iuy)
  if (written === undefined) {
    throw reader.error(
      at,
      `after champion ${sign} a number is missing`,
      `such as champion ${sign} ${sign === '*' ? '1.02' : '0.02'}`,
    )
  }
  reader.take(/\s*/uy)
  const isPercent = reader.take(/%/uy) !== undefined
  const size = checked(reader, at, isPercent ? Number(written) / 100 : Number(written))
  const text = `${sign} ${written}${isPercent ? '%' : ''}`
  if (sign === '*') return { kind: 'factor', by: size, text }
  return { kind: isPercent ? 'percent' : 'difference', by: sign === '-' ? -size : size, text }
}

/** Equal or not: texts have no order that anybody means. The word champion is its text, unless it is in quotes. */
function text(reader: RuleReader, { operator, name }: Left): Bound {
  const start = reader.at
  const quoted = reader.takeQuoted()
  if (quoted === undefined && reader.take(/champion(?![\p{L}\p{N}_./:@-])/iuy) !== undefined) {
    const change = readChange(reader)
    return { kind: 'champion', ...(change === undefined ? {} : { change }) }
  }
  const written = quoted ?? reader.take(plainText)
  if (written === undefined) throw reader.error(start, `after ${operator} a text is missing`)
  if (operator === '=' || operator === '!=') return { kind: 'text', text: written }
  throw reader.error(start, 'a text has no order', `${name} = ${written}`)
}

const verdicts = ['ok', 'drift', 'degradation']

function verdict(reader: RuleReader, { operator, name }: Left): Bound {
  const start = reader.at
  const written = (reader.takeQuoted() ?? reader.take(/[\p{L},]+/uy) ?? '').toLowerCase()
  const strange = written.split(',').find(one => !verdicts.includes(one))
  if (strange !== undefined) {
    throw reader.error(
      start,
      `a verdict is no "${strange || reader.source.slice(start)}"`,
      `there are ${verdicts.join(', ')}`,
    )
  }
  if (operator === '=' || operator === '!=') return { kind: 'text', text: written }
  throw reader.error(start, 'a verdict has no order', `${name} = ${written}`)
}

function example({ kind, key }: Subject): string {
  if (kind === 'drift')
    return key === 'age' ? 'drift.age <= 7d' : key === 'verdict' ? 'drift.verdict = ok' : `drift.${key} <= 3`
  if (kind === 'model') return key === 'bytes' ? 'model.bytes <= 100MB' : 'model.files <= 10'
  if (kind === 'approvals') return 'approvals >= 1'
  if (kind === 'tag') return `tags.${key} = passed`
  return 'auc >= 0.85, auc >= champion + 0.02'
}
