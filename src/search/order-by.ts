import { expressionError } from './expression-error.ts'
import { type Field, partOf } from './fields.ts'
import type { Sql } from './filter-sql.ts'
import { readField } from './read-field.ts'
import { TokenReader } from './token-reader.ts'

interface Order {
  readonly field: Field
  readonly descending: boolean
}

const afterAll = 'runs.start_ms DESC, runs.id DESC'

/**
 * What ORDER BY has to say for keys such as `metrics.auc DESC`, as MLflow has them: the values that are missing come last
 * either way, NaN before them; params and tags by code point. Runs that tie: the newest first.
 */
export function orderSql(texts: readonly string[]): Sql {
  const orders = texts.map(parseOrder)
  const keys = orders.map(({ field }) => `${field.entity}.${field.key}`)
  const twice = keys.findIndex((key, i) => keys.indexOf(key) < i)
  if (twice !== -1) throw expressionError(texts[twice] ?? '', 0, `runs are already ordered by ${keys[twice]}`)
  const sqls = orders.map(toSql)
  return {
    text: [...sqls.map(({ text }) => text), afterAll].join(', '),
    values: sqls.flatMap(({ values }) => values),
  }
}

function parseOrder(text: string): Order {
  const reader = new TokenReader(text)
  const field = readField(reader)
  if (field.entity === 'datasets') {
    throw expressionError(text, 0, 'runs cannot be ordered by their data, of which there may be many')
  }
  if (field.entity === 'attributes' && partOf(field).among !== undefined) {
    throw expressionError(text, 0, 'runs cannot be ordered by their versions, of which there may be many')
  }
  const descending = reader.skipWord('DESC')
  if (!descending) reader.skipWord('ASC')
  const rest = reader.peek()
  if (rest.kind === 'end') return { field, descending }
  const hint = rest.text === ',' ? 'give --order-by once for each key' : 'after the key comes ASC or DESC'
  throw reader.error(rest, `"${rest.text}" is too much`, hint)
}

function toSql({ field, descending }: Order): Sql {
  const end = `${descending ? 'DESC' : 'ASC'} NULLS LAST`
  const value = (table: string, column: string) =>
    `(SELECT v.${column} FROM ${table} AS v WHERE v.run = runs.id AND v.key = ?)`
  switch (field.entity) {
    case 'metrics': {
      const nan = `${value('latest_metrics', 'is_nan')} ASC NULLS LAST`
      return { text: `${nan}, ${value('latest_metrics', 'value')} ${end}`, values: [field.key, field.key] }
    }
    case 'params':
    case 'tags':
      return { text: `${value(field.entity, 'value')} ${end}`, values: [field.key] }
    default:
      return { text: `${partOf(field).sql} ${end}`, values: [] }
  }
}
