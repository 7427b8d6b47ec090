import { expressionError } from '../search/expression-error.ts'
import { readBound } from './read-bound.ts'
import { readSubject } from './read-subject.ts'
import type { GateRule, Operator } from './rule.ts'
import { RuleReader } from './rule-reader.ts'

const longest = 1_000

/**
 * Reads one rule of a gate: `SUBJECT OPERATOR BOUND`, or a fact alone.
 *
 * A subject is a metric (`auc`, in quotes where its name holds a space or is a word of the language), a param or tag
 * (`params.depth`, `tags.canary`), `model.bytes`, `model.files`, `approvals` or a figure of the latest drift check
 * (`drift.share`). A bound is a number (`0.85`, `85%`, `100MB`, `7d`), a text for tags, params and verdicts, or the
 * champion's figure: `champion`, `champion + 0.02`, `champion - 2%`, `champion * 1.02`. Facts are in `facts`.
 *
 * Throws `usage` with the column of what cannot be understood.
 */
export function parseRule(source: string): GateRule {
  if (source.length > longest) {
    throw expressionError(source.slice(0, 60), 0, `the rule is longer than ${longest} characters`)
  }
  const reader = new RuleReader(source)
  const text = source.trim()
  const { name, ...what } = readSubject(reader)
  if ('fact' in what) {
    if (reader.isAtEnd) return { kind: 'fact', fact: what.fact, text, name }
    const quoted = `"${name}" >= 1`
    throw reader.error(reader.at, `"${name}" stands alone`, `a metric of that name is in quotes: ${quoted}`)
  }
  const { subject } = what
  const operator = readOperator(reader, name)
  const bound = readBound(reader, { subject, operator, name })
  if (!reader.isAtEnd) throw tooMuch(reader)
  return { kind: 'comparison', subject, operator, bound, text, name }
}

const operators: Readonly<Record<string, Operator>> = {
  '>=': '>=',
  '≥': '>=',
  '>': '>',
  '<=': '<=',
  '≤': '<=',
  '<': '<',
  '=': '=',
  '==': '=',
  '!=': '!=',
  '≠': '!=',
}

function readOperator(reader: RuleReader, name: string): Operator {
  const start = reader.at
  const written = reader.take(/[=<>!≥≤≠~]+/uy)
  if (written === undefined) {
    const isName = !reader.isAtEnd && /[\p{L}\p{N}_]/u.test(reader.source.charAt(start))
    const hint = isName ? 'a name with spaces is in quotes: "val auc" >= 0.85' : 'such as auc >= 0.85'
    throw reader.error(start, `after "${name}" an operator is missing`, hint)
  }
  const operator = operators[written]
  if (operator !== undefined) return operator
  const turned = operators[[...written].reverse().join('')]
  const hint = turned === undefined ? 'there are >= > <= < = !=' : `did you mean ${turned}?`
  throw reader.error(start, `"${written}" is no operator`, hint)
}

function tooMuch(reader: RuleReader): Error {
  const isJoined = /^(and|or|&&?|,|;)/i.test(reader.source.slice(reader.at))
  const hint = isJoined
    ? 'each condition is a rule of its own, and all of them have to hold'
    : 'a rule is such as auc >= champion + 0.02'
  return reader.error(reader.at, `${reader.next()} is too much`, hint)
}
