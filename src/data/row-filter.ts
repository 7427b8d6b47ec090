import { MlregError } from '../errors.ts'
import { nearestFew } from '../nearest.ts'
import type { Engine } from './engine.ts'
import { reasonOf } from './engine-error.ts'
import { literal } from './sql-text.ts'

/** Pure functions of their arguments, and the operators, which are functions to DuckDB. */
const functions: ReadonlySet<string> = new Set([
  ...[
    '+',
    '-',
    '*',
    '/',
    '//',
    '%',
    '~~',
    '!~~',
    '~~*',
    '!~~*',
    'like_escape',
    'not_like_escape',
    'ilike_escape',
    '||',
  ],
  ...[
    'lower',
    'upper',
    'length',
    'trim',
    'ltrim',
    'rtrim',
    'substr',
    'substring',
    'contains',
    'starts_with',
    'prefix',
  ],
  ...[
    'ends_with',
    'suffix',
    'abs',
    'round',
    'floor',
    'ceil',
    'isnan',
    'isfinite',
    'isinf',
    'coalesce',
    'ifnull',
    'nullif',
  ],
  // What columns are read by: the conditions of `mlreg drift explain` may need it.
  ...['regexp_replace', '->>', 'trunc'],
  ...[
    'date_trunc',
    'date_part',
    'year',
    'month',
    'day',
    'hour',
    'minute',
    'epoch_us',
    'dayofweek',
    'isodow',
    'week',
    'quarter',
  ],
])

/** Parts of an expression that only combine their children. */
const structure: ReadonlySet<string> = new Set([
  'CONSTANT',
  'COMPARISON',
  'CONJUNCTION',
  'OPERATOR',
  'BETWEEN',
  'CAST',
  'CASE',
])

type Json = Readonly<Record<string, unknown>>

export interface RowFilter {
  readonly sql: string
  /** The columns it names. */
  readonly columns: readonly string[]
}

/**
 * The user's `--reference-where` as SQL that is safe to run. DuckDB parses it, every node must be on a list, and what
 * runs is the text DuckDB writes from that tree: there is nothing in it that was not looked at.
 */
export async function rowFilter(
  engine: Engine,
  window: { readonly relation: string; readonly columns: readonly string[] },
  where: string,
): Promise<RowFilter> {
  const tree = await parsed(engine, where)
  const columns = new Map(window.columns.map(name => [name.toLowerCase(), name]))
  const named = new Set<string>()
  check(tree.where, { columns, where, named })
  const [row] = await engine.rows(`SELECT json_deserialize_sql(${literal(tree.text)}) AS sql`)
  const sql = String(row?.sql).slice(prefix.length)
  try {
    await engine.rows(`EXPLAIN SELECT * FROM ${window.relation} WHERE ${sql}`)
  } catch (error) {
    throw new MlregError('usage', `the filter ${where} cannot be applied: ${reasonOf(error)}`, {
      cause: error,
    })
  }
  return { sql, columns: [...named] }
}

const prefix = 'SELECT * FROM w WHERE '

/** The line break ends a comment in the filter, so that it cannot swallow the bracket. */
async function parsed(engine: Engine, where: string): Promise<{ where: unknown; text: string }> {
  if (where.trim() === '') throw new MlregError('usage', 'the filter is empty')
  const [row] = await engine.rows(`SELECT json_serialize_sql(${literal(`${prefix}(${where}\n)`)}) AS tree`)
  const text = String(row?.tree)
  const tree = JSON.parse(text) as {
    error: boolean
    error_message?: string
    statements?: Array<{ node: Json }>
  }
  const [statement, second] = tree.statements ?? []
  if (tree.error || statement === undefined) {
    throw new MlregError(
      'usage',
      `the filter ${where} is not an SQL expression: ${reasonOf(new Error(tree.error_message))}`,
    )
  }
  const { node } = statement
  if (second !== undefined || !isPlainSelect(node)) {
    throw notAllowed(where, 'more than one expression')
  }
  return { where: node.where_clause, text }
}

/** Nothing but `SELECT * FROM w WHERE …`: no clause came in behind a bracket that the filter closed. */
function isPlainSelect(node: Json): boolean {
  const {
    type,
    modifiers,
    cte_map: ctes,
    from_table: from,
    group_expressions: groups,
    having,
    qualify,
    sample,
  } = node
  return (
    type === 'SELECT_NODE' &&
    (modifiers as unknown[]).length === 0 &&
    (ctes as { map: unknown[] }).map.length === 0 &&
    (from as Json).type === 'BASE_TABLE' &&
    (groups as unknown[]).length === 0 &&
    !having &&
    !qualify &&
    !sample
  )
}

interface Scope {
  /** By their lower-case names: SQL's names have no case. */
  readonly columns: ReadonlyMap<string, string>
  readonly where: string
  /** Filled with the columns met. */
  readonly named: Set<string>
}

function check(value: unknown, scope: Scope): void {
  if (Array.isArray(value)) {
    for (const one of value) check(one, scope)
    return
  }
  if (typeof value !== 'object' || value === null) return
  const node = value as Json
  if (node.class === 'CONSTANT') return
  if (node.class === 'COLUMN_REF') checkColumn(node.column_names as string[], scope)
  else if (node.class === 'FUNCTION') checkFunction(node, scope)
  else if (node.class !== undefined && !structure.has(String(node.class))) {
    throw notAllowed(scope.where, String(node.class).toLowerCase().replaceAll('_', ' '))
  }
  for (const child of Object.values(node)) check(child, scope)
}

function checkFunction(node: Json, { where }: Scope): void {
  const name = String(node.function_name)
  const plain =
    (!node.schema || node.schema === 'main') &&
    !node.catalog &&
    !node.filter &&
    !node.distinct &&
    !node.export_state
  if (!functions.has(name) || !plain) throw notAllowed(where, `the function ${name}`)
}

function checkColumn(names: readonly string[], { columns, where, named }: Scope): void {
  const [name = ''] = names
  const column = names.length === 1 ? columns.get(name.toLowerCase()) : undefined
  if (column !== undefined) {
    named.add(column)
    return
  }
  const wanted = names.join('.')
  const near = nearestFew(wanted, [...columns.values()], 3)
  throw new MlregError('usage', `the filter ${where} names a column that is not there: ${wanted}`, {
    hint: `the nearest are ${near.join(', ')}; texts stand in single quotes`,
  })
}

function notAllowed(where: string, what: string): MlregError {
  return new MlregError('usage', `the filter ${where} may not use ${what}`, {
    hint: "a filter compares columns with literals, e.g. \"age >= 18 AND region IN ('eu', 'us')\"",
  })
}
