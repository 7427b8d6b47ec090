import { canonicalCell } from './category-text.ts'
import { isNullWord, isValue, withoutNullWords } from './null-tokens.ts'
import { timeOf } from './typed-columns.ts'

export type PlanName = 'empty' | 'integer' | 'wide' | 'number' | 'boolean' | 'timestamp' | 'text'

/** How the cells of a text column become values, and how a cell that is none is noticed: never as a silent null. */
export interface CellPlan {
  readonly name: PlanName
  /** The DuckDB type of the stored column. */
  readonly type: string
  /** DOUBLE is the fast path, parsed by DuckDB's CSV reader, which stops at a cell that is no number. */
  readonly read: 'VARCHAR' | 'DOUBLE'
  store(cell: string): string
  /** True where a cell is neither null nor what the plan expects. */
  odd?(cell: string): string
}

const number = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i
const infinity = /^\s*[+-]?inf(inity)?\s*$/i
const leadingZero = /^\s*[+-]?0\d/
const tooLong = /^\D*\d{39}/
const integer = /^(0|-?[1-9]\d{0,37})$/
const time = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s?(Z|[+-]\d\d(:?\d\d)?)?)?$/

export function isNumber(cell: string): boolean {
  return number.test(cell) || infinity.test(cell)
}

/** What a column of these cells holds. 007 is no number: the zeros would be lost. */
export function planOf(cells: readonly string[], nullWords: readonly string[]): PlanName {
  const values = cells.filter(cell => !isNullWord(cell, nullWords))
  if (values.length === 0) return 'empty'
  if (values.every(cell => integer.test(cell)))
    return values.some(cell => cell.length > 18) ? 'wide' : 'integer'
  if (values.every(cell => isNumber(cell) && !leadingZero.test(cell) && !tooLong.test(cell))) return 'number'
  if (values.every(cell => /^(true|false)$/i.test(cell))) return 'boolean'
  return values.every(cell => time.test(cell)) ? 'timestamp' : 'text'
}

interface PlanOptions {
  readonly nullWords: readonly string[]
  /** The kind is given, by the reference or the user: 007 is then as good a number as 7. */
  readonly given?: boolean
  /** The user calls the column categorical. */
  readonly canonical?: boolean
  /** The reference's type. */
  readonly expected?: string
}

export function cellPlan(name: PlanName, options: PlanOptions): CellPlan {
  const { nullWords } = options
  const checked = (type: string, cast: (cell: string) => string, also = ''): CellPlan => ({
    name,
    type,
    read: 'VARCHAR',
    store: cast,
    odd: cell => `(${isValue(cell, nullWords)} AND (${cast(cell)} IS NULL${also.replaceAll('$', cell)}))`,
  })
  switch (name) {
    case 'empty':
      return {
        name,
        type: 'VARCHAR',
        read: 'VARCHAR',
        store: () => 'NULL::VARCHAR',
        odd: cell => isValue(cell, nullWords),
      }
    // Only a cell that comes back as it was is an integer: not 007, +7, 1_000 or 7.0.
    case 'integer':
      return checked(
        'BIGINT',
        cell => `TRY_CAST(${cell} AS BIGINT)`,
        ' OR CAST(TRY_CAST($ AS BIGINT) AS VARCHAR) <> $',
      )
    case 'wide':
      return checked(
        'HUGEINT',
        cell => `TRY_CAST(${cell} AS HUGEINT)`,
        ' OR CAST(TRY_CAST($ AS HUGEINT) AS VARCHAR) <> $',
      )
    case 'number': {
      // Text comparison: '0:' is the first text after all that start with 0 and a digit.
      const zeros = [`$ >= '00' AND $ < '0:'`, `$ >= '-00' AND $ < '-0:'`]
        .map(range => ` OR (${range})`)
        .join('')
      return checked('DOUBLE', cell => `TRY_CAST(${cell} AS DOUBLE)`, options.given ? '' : zeros)
    }
    case 'boolean':
      if (options.given) return checked('BOOLEAN', cell => `TRY_CAST(${cell} AS BOOLEAN)`)
      return checked(
        'BOOLEAN',
        cell => `CASE lower(${cell}) WHEN 'true' THEN true WHEN 'false' THEN false END`,
      )
    case 'timestamp': {
      const type = /^TIME(?!STAMP)/.test(options.expected ?? '') ? 'TIME' : 'TIMESTAMP WITH TIME ZONE'
      return checked(type, cell => `CASE WHEN ${cell} < 'A' THEN ${timeOf(cell, options.expected ?? '')} END`)
    }
    case 'text': {
      const text = (cell: string) =>
        withoutNullWords(options.canonical ? canonicalCell(cell) : cell, nullWords)
      return { name, type: 'VARCHAR', read: 'VARCHAR', store: text }
    }
  }
}

/** Numbers with a fraction and without null words: the CSV reader's own parser is four times as fast. */
export function fastNumbers(cells: readonly string[], nullWords: readonly string[]): CellPlan | undefined {
  if (cells.some(cell => cell !== '' && isNullWord(cell, nullWords))) return undefined
  return { name: 'number', type: 'DOUBLE', read: 'DOUBLE', store: cell => cell }
}
