import type { Condition, FieldCondition } from './condition.ts'
import { partOf } from './fields.ts'

/** SQL about `runs` and `experiments` with a ? for each value: nothing of the user's is ever part of the text. */
export interface Sql {
  readonly text: string
  readonly values: readonly (string | number)[]
}

/** A condition as SQL that is 1 or 0 and never NULL, so that NOT is the complement. */
export function filterSql(condition: Condition): Sql {
  switch (condition.kind) {
    case 'all':
      return joined(condition.parts, ' AND ')
    case 'any':
      return joined(condition.parts, ' OR ')
    case 'not': {
      const { text, values } = filterSql(condition.part)
      return { text: `NOT ${text}`, values }
    }
    default:
      return ofField(condition)
  }
}

function joined(parts: readonly Condition[], word: string): Sql {
  const sqls = parts.map(filterSql)
  return {
    text: `(${sqls.map(({ text }) => text).join(word)})`,
    values: sqls.flatMap(({ values }) => values),
  }
}

function ofField(condition: FieldCondition): Sql {
  const { field } = condition
  switch (field.entity) {
    case 'metrics':
      return ofMetric(condition)
    case 'params':
    case 'tags':
      return ofText(condition, field.entity)
    case 'datasets':
    case 'attributes':
      return ofPart(condition)
  }
}

/** NaN is neither less than, equal to nor greater than any number: it is only not equal to each. */
function ofMetric(condition: FieldCondition): Sql {
  const found = 'EXISTS (SELECT 1 FROM latest_metrics AS v WHERE v.run = runs.id AND v.key = ?'
  const key = condition.field.key
  if (condition.kind === 'null') return { text: `${condition.negated ? '' : 'NOT '}${found})`, values: [key] }
  if (condition.kind === 'nan')
    return { text: `${found} AND ${condition.negated ? 'NOT ' : ''}v.is_nan)`, values: [key] }
  const { text, values } = asked(condition, 'v.value')
  const isUnequal = condition.kind === 'compare' ? condition.operator === '!=' : condition.negated
  return {
    text: `${found} AND (${isUnequal ? 'v.is_nan OR' : 'NOT v.is_nan AND'} ${text}))`,
    values: [key, ...values],
  }
}

function ofText(condition: FieldCondition, table: 'params' | 'tags'): Sql {
  const found = `EXISTS (SELECT 1 FROM ${table} AS v WHERE v.run = runs.id AND v.key = ?`
  const key = condition.field.key
  if (condition.kind === 'null') return { text: `${condition.negated ? '' : 'NOT '}${found})`, values: [key] }
  const { text, values } = asked(condition, 'v.value')
  return { text: `${found} AND ${text})`, values: [key, ...values] }
}

/** Of what a run may have several of, any will do. */
function ofPart(condition: FieldCondition): Sql {
  const { sql, among } = partOf(condition.field)
  if (among === undefined) {
    if (condition.kind !== 'null') return asked(condition, sql)
    return { text: `(${sql} IS ${condition.negated ? 'NOT ' : ''}NULL)`, values: [] }
  }
  const found = `EXISTS (SELECT 1 FROM ${among}`
  if (condition.kind === 'null') {
    return { text: `${condition.negated ? '' : 'NOT '}${found} ${sql} IS NOT NULL)`, values: [] }
  }
  const { text, values } = asked(condition, sql)
  return { text: `${found} ${text})`, values }
}

/** The condition of one value, which may be NULL; a number beside a text is compared with the number that the text is. */
function asked(condition: Exclude<FieldCondition, { kind: 'null' }>, sql: string): Sql {
  switch (condition.kind) {
    case 'like': {
      const call = `mlreg_${condition.ignoresCase ? 'i' : ''}like(?, ${sql})`
      const text = condition.negated ? `(${sql} IS NOT NULL AND NOT ${call})` : call
      return { text, values: [condition.pattern] }
    }
    case 'compare':
      return compared(condition, sql)
    case 'in':
      return among(condition, sql)
    case 'nan':
      throw new Error('only metrics can be NaN')
  }
}

function compared(
  { field, operator, value }: Extract<FieldCondition, { kind: 'compare' }>,
  sql: string,
): Sql {
  const isText = field.type === 'free' && typeof value === 'number'
  // A text that is no number is unequal to every number.
  const left = isText ? `mlreg_number(${sql})` : sql
  const missing = isText && operator === '!=' ? 1 : 0
  return { text: `coalesce(${left} ${operator} ?, ${missing})`, values: [value] }
}

function among({ field, negated, values }: Extract<FieldCondition, { kind: 'in' }>, sql: string): Sql {
  const numbers = values.filter(value => typeof value === 'number')
  const texts = values.filter(value => typeof value === 'string')
  const list = (many: readonly unknown[]) => many.map(() => '?').join(', ')
  const parts = [
    ...(texts.length > 0 || field.type !== 'free' ? [] : ['0']),
    ...(texts.length > 0 ? [`coalesce(${sql} IN (${list(texts)}), 0)`] : []),
    ...(numbers.length > 0
      ? [`coalesce(${field.type === 'free' ? `mlreg_number(${sql})` : sql} IN (${list(numbers)}), 0)`]
      : []),
  ]
  const any = `(${parts.join(' OR ')})`
  return { text: negated ? `(${sql} IS NOT NULL AND NOT ${any})` : any, values: [...texts, ...numbers] }
}
