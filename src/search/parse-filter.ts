import type { Comparison, Condition, FieldCondition } from './condition.ts'
import { expressionError } from './expression-error.ts'
import type { Field } from './fields.ts'
import { readField } from './read-field.ts'
import { type Clock, isOrder, readValue } from './read-value.ts'
import { named, TokenReader } from './token-reader.ts'
import type { Token } from './tokens.ts'

// Longer and deeper ones are written by nobody, and SQLite has limits of its own.
const longest = 20_000
const deepest = 50
const mostConditions = 300
const mostValues = 5_000

/**
 * Parses MLflow's filter language (`metrics.auc > 0.9 and params.model = 'tree'`) and what is beyond it: OR, NOT,
 * parentheses, IN and IS NULL for every field, params and tags as numbers, ages. Undefined for the empty filter, which
 * every run passes.
 */
export function parseFilter(source: string, clock: Clock): Condition | undefined {
  if (source === '') return undefined
  if (source.length > longest) {
    throw expressionError(source.slice(0, 60), 0, `the filter is longer than ${longest} characters`)
  }
  if (source.trim() === '')
    throw expressionError(source, 0, 'the filter is blank', { hint: 'leave it out for all runs' })
  return new FilterParser(new TokenReader(source), clock).all()
}

class FilterParser {
  private readonly reader: TokenReader
  private readonly clock: Clock
  private depth = 0
  private conditions = 0

  constructor(reader: TokenReader, clock: Clock) {
    this.reader = reader
    this.clock = clock
  }

  all(): Condition {
    const condition = this.any()
    const rest = this.reader.peek()
    if (rest.kind === 'end') return condition
    const hint = rest.text === ')' ? 'there is no ( for it' : 'conditions are joined by AND or OR'
    throw this.reader.error(rest, `${named(rest)} is too much`, hint)
  }

  private any(): Condition {
    return this.joined('OR', 'any', () => this.every())
  }

  private every(): Condition {
    return this.joined('AND', 'all', () => this.negation())
  }

  private joined(word: 'AND' | 'OR', kind: 'all' | 'any', part: () => Condition): Condition {
    const parts = [part()]
    while (this.reader.skipWord(word)) parts.push(part())
    return parts.length === 1 ? (parts[0] as Condition) : { kind, parts }
  }

  private negation(): Condition {
    if (!this.reader.isWord('NOT')) return this.primary()
    const token = this.reader.take()
    return { kind: 'not', part: this.nested(token, () => this.negation()) }
  }

  private primary(): Condition {
    const { reader } = this
    const open = reader.peek()
    if (!reader.skipSymbol('(')) return this.condition()
    const inside = this.nested(open, () => this.any())
    if (reader.skipSymbol(')')) return inside
    throw reader.error(reader.peek(), `")" is missing before ${named(reader.peek())}`)
  }

  private nested<T>(token: Token, work: () => T): T {
    if (++this.depth > deepest) throw this.reader.error(token, `it is nested deeper than ${deepest} levels`)
    const result = work()
    this.depth--
    return result
  }

  private condition(): FieldCondition {
    const { reader } = this
    const first = reader.peek()
    if (++this.conditions > mostConditions) {
      throw reader.error(
        first,
        `there are more than ${mostConditions} conditions`,
        'use IN (…) for many values',
      )
    }
    const isJoining = ['AND', 'OR'].some(word => reader.isWord(word))
    if (first.kind === 'end' || isJoining)
      throw reader.error(first, `a condition is missing before ${named(first)}`)
    const field = readField(reader)
    const negated = reader.isWord('NOT') && ['IN', 'LIKE', 'ILIKE'].some(word => reader.isWord(word, 1))
    if (negated) reader.take()
    if (reader.skipWord('IS')) return this.absence(field)
    if (reader.skipWord('IN')) return { kind: 'in', field, negated, values: this.values(first, field) }
    for (const word of ['LIKE', 'ILIKE']) {
      if (reader.isWord(word)) return this.likeness(first, field, negated)
    }
    return this.comparison(first, field)
  }

  private absence(field: Field): FieldCondition {
    const { reader } = this
    const negated = reader.skipWord('NOT')
    if (reader.skipWord('NULL')) return { kind: 'null', field, negated }
    const token = reader.take()
    if (token.text.toUpperCase() !== 'NAN') throw reader.error(token, 'after IS comes NULL or NOT NULL')
    if (field.entity === 'metrics') return { kind: 'nan', field, negated }
    throw reader.error(token, 'only metrics can be NaN')
  }

  private likeness(first: Token, field: Field, negated: boolean): FieldCondition {
    const { reader, clock } = this
    const operator = reader.take()
    if (field.type !== 'text' && field.type !== 'free') {
      throw reader.error(operator, `${field.entity}.${field.key} is no text`, 'LIKE and ILIKE compare texts')
    }
    const pattern = String(readValue(reader, { first, field, operator: 'LIKE' }, clock))
    return { kind: 'like', field, negated, pattern, ignoresCase: operator.text.toUpperCase() === 'ILIKE' }
  }

  private values(first: Token, field: Field): (number | string)[] {
    const { reader, clock } = this
    const open = reader.peek()
    if (!reader.skipSymbol('('))
      throw reader.error(open, 'after IN comes a list', "such as params.model IN ('tree', 'linear')")
    const values: (number | string)[] = []
    do {
      values.push(readValue(reader, { first, field, operator: 'IN' }, clock))
    } while (reader.skipSymbol(','))
    if (values.length > mostValues) throw reader.error(open, `the list has more than ${mostValues} values`)
    if (reader.skipSymbol(')')) return values
    throw reader.error(reader.peek(), `")" is missing before ${named(reader.peek())}`)
  }

  private comparison(first: Token, field: Field): FieldCondition {
    const { reader, clock } = this
    const operator = reader.take()
    if (!isComparison(operator)) throw this.noOperator(first, operator)
    if (isOrder(operator.text) && field.type === 'text') {
      throw reader.error(
        operator,
        `${field.entity}.${field.key} is a text, which ${operator.text} cannot compare`,
        'texts are compared by =, !=, LIKE, ILIKE and IN',
      )
    }
    const value = readValue(reader, { first, field, operator: operator.text }, clock)
    return { kind: 'compare', field, operator: operator.text, value }
  }

  private noOperator(first: Token, token: Token): Error {
    const { reader } = this
    const condition = reader.source.slice(first.start, token.start)
    if (token.kind === 'word' && token.text.toUpperCase() === 'BETWEEN') {
      const name = condition.trim()
      return reader.error(token, 'there is no BETWEEN', `write ${name} >= 1 AND ${name} <= 2`)
    }
    const meant = mistaken[token.text]
    const value = reader.peek()
    const rest = reader.source.slice(token.end, value.end)
    const hint =
      meant === undefined
        ? 'there are =, !=, <, <=, >, >=, LIKE, ILIKE, IN, IS NULL'
        : `did you mean ${condition}${meant}${rest}?`
    const what =
      token.kind === 'symbol'
        ? `there is no operator "${token.text}"`
        : `an operator is missing before ${named(token)}`
    return reader.error(token, what, hint)
  }
}

const mistaken: Readonly<Record<string, string>> = {
  '==': '=',
  '<>': '!=',
  '=>': '>=',
  '=<': '<=',
  '=!': '!=',
}

function isComparison(token: Token): token is Token & { text: Comparison } {
  return token.kind === 'symbol' && ['=', '!=', '<', '<=', '>', '>='].includes(token.text)
}
