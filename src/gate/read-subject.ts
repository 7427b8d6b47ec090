import { nearest } from '../nearest.ts'
import { type Fact, facts, type Subject } from './rule.ts'
import type { RuleReader } from './rule-reader.ts'

const word = /[\p{L}\p{M}\p{N}_./:-]+/uy
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const entities = { metrics: 'metric', params: 'param', tags: 'tag' } as const

/** Figures of the latest check of a version's data. */
const driftParts = [
  'verdict',
  'age',
  'share',
  'drifted',
  'degraded',
  'compared',
  'notCompared',
  'columns',
] as const
const modelParts = ['bytes', 'files'] as const

export type Looked = { readonly name: string } & ({ readonly fact: Fact } | { readonly subject: Subject })

/** Takes what a rule is about. What is in quotes is a metric, whatever it is called. */
export function readSubject(reader: RuleReader): Looked {
  const start = reader.at
  const quoted = reader.takeQuoted()
  if (quoted !== undefined) return metric(named(reader, start, quoted))
  const text = reader.takeTight(word)
  if (text === undefined) {
    throw reader.error(start, `a metric is missing before ${reader.next()}`, 'a rule is such as auc >= 0.85')
  }
  if (number.test(text)) {
    throw reader.error(start, `the rule begins with ${text}`, 'the metric comes first: auc >= 0.85')
  }
  const entity = /^(metrics|params|tags)\./.exec(text)?.[1] as keyof typeof entities | undefined
  if (entity !== undefined) return keyed(reader, text, entity)
  reader.take(/\s*/uy)
  if ((facts as readonly string[]).includes(text)) return { name: text, fact: text as Fact }
  if (text === 'approvals') return { name: text, subject: { kind: 'approvals', key: '' } }
  const [family = '', ...rest] = text.split('.')
  if (rest.length === 0) return metric(text)
  if (family === 'model') return part(reader, start, text, 'model', modelParts)
  if (family === 'drift') return part(reader, start, text, 'drift', driftParts)
  if (family === 'data') throw unknownPart(reader, start, text, facts)
  return metric(text)
}

function metric(name: string): Looked {
  return { name, subject: { kind: 'metric', key: name } }
}

function named(reader: RuleReader, start: number, key: string): string {
  if (key.trim() !== '') return key
  throw reader.error(start, 'a name is missing between the quotes')
}

/** The key is the rest of the word, or what is quoted right behind the dot. */
function keyed(reader: RuleReader, text: string, entity: keyof typeof entities): Looked {
  const start = reader.at
  const rest = text.slice(entity.length + 1)
  const quoted = rest === '' ? reader.takeQuoted() : undefined
  reader.take(/\s*/uy)
  if (rest === '' && quoted === undefined) throw reader.error(start, `after "${text}" a key is missing`)
  const key = quoted === undefined ? rest : named(reader, start, quoted)
  return { name: entity === 'metrics' ? key : `${entity}.${key}`, subject: { kind: entities[entity], key } }
}

function part(
  reader: RuleReader,
  start: number,
  text: string,
  kind: 'model' | 'drift',
  parts: readonly string[],
): Looked {
  const asked = text.slice(kind.length + 1)
  const key = parts.find(one => one.toLowerCase() === asked.toLowerCase())
  if (key !== undefined) return { name: `${kind}.${key}`, subject: { kind, key } }
  throw unknownPart(
    reader,
    start,
    text,
    parts.map(one => `${kind}.${one}`),
  )
}

function unknownPart(reader: RuleReader, start: number, text: string, known: readonly string[]): Error {
  const near = nearest(text, known)
  const suggestion = near === undefined ? `there are ${known.join(', ')}` : `did you mean ${near}?`
  const hint = `${suggestion} A metric of that name is in quotes: "${text}"`
  return reader.error(start, `there is no "${text}"`, near === undefined ? hint.replace(' A ', '; a ') : hint)
}
