import type { Cut, NumberRange, RowSet } from './row-set.ts'
import { identifier, literal, literals } from './sql-text.ts'
import { timeLiteral } from './time-literal.ts'
import type { WindowColumn } from './window.ts'

/** An operating system's limit for one word of a command is 128 KiB; most of it is left to the user's own filter. */
const mostBytes = 50_000

/**
 * The rows of a set as an SQL condition on the window's columns, of the sort that a row filter may hold: it selects
 * exactly the rows that were counted. As short as the column's type allows. Undefined where no short one says it.
 */
export function rowCondition(column: WindowColumn, rows: RowSet): string | undefined {
  const { kind } = column
  switch (rows.type) {
    case 'range':
      return kind === 'datetime' ? timeCondition(column, rows) : numberCondition(column, rows)
    case 'texts':
      return textCondition(column, rows)
    case 'infinite':
      return kind === 'numeric' ? `isinf(${asDouble(column).sql})` : undefined
    case 'present':
      return `${column.sql} IS NOT NULL`
    case 'null':
      return nullCondition(column)
  }
}

type Range = Extract<RowSet, { type: 'range' }>

/** How to write the column as a number, and whether it may hold what is none. */
interface NumberColumn {
  readonly sql: string
  readonly nan: boolean
  readonly infinite: boolean
}

/** The column itself where it is a double; else as it was read. */
function asDouble({ name, sql }: WindowColumn): NumberColumn {
  const own = identifier(name)
  if (sql === `nullif(${own}, 'nan'::DOUBLE)`) return { sql: own, nan: true, infinite: true }
  // Integers and decimals.
  if (sql === `CAST(${own} AS DOUBLE)`) return { sql, nan: false, infinite: false }
  if (sql === `nullif(CAST(${own} AS DOUBLE), 'nan'::DOUBLE)`)
    return { sql: `CAST(${own} AS DOUBLE)`, nan: true, infinite: true }
  return { sql, nan: false, infinite: true }
}

const integer = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|integer)$/

function numberCondition(column: WindowColumn, range: Range): string {
  const { sql, infinite } = asDouble(column)
  const cuts = [range, ...range.except].flatMap(({ from, to }) => [from, to].flatMap(cut => cut ?? []))
  // Integers that doubles tell apart are compared as they are.
  const isPlain = integer.test(column.type) && !infinite && cuts.every(({ at }) => Number.isSafeInteger(at))
  return rangeCondition(isPlain ? identifier(column.name) : sql, range, numberLiteral, infinite)
}

/** Fifteen digits survive being read as a decimal; more are read as the double that they are. */
function numberLiteral(value: number): string {
  const text = String(value)
  const digits = text.replace(/e.*$/, '').replaceAll(/[-.]/g, '').replace(/^0+/, '')
  return digits.length <= 15 ? text : `'${text}'::DOUBLE`
}

const datetime = /^(DATE|TIMESTAMP( WITH TIME ZONE|_S|_MS)?|TIME|timestamp)$/

function timeCondition(column: WindowColumn, range: Range): string {
  const own = identifier(column.name)
  const isOwn = column.sql === `CAST(epoch_us(${own}) AS DOUBLE)` && datetime.test(column.type)
  const cuts = [range, ...range.except].flatMap(({ from, to }) => [from, to].flatMap(cut => cut ?? []))
  const written = cuts.map(({ at }) => timeLiteral(at, column.type))
  return isOwn && written.every(text => text !== undefined)
    ? rangeCondition(own, range, at => timeLiteral(at, column.type) as string, false)
    : rangeCondition(column.sql, range, numberLiteral, false)
}

function rangeCondition(
  sql: string,
  range: Range,
  write: (value: number) => string,
  infinite: boolean,
): string {
  const parts = [...within(sql, range, write), ...without(sql, range.except, write)]
  const isOpen = range.from === undefined || range.to === undefined
  const bounded = infinite && isOpen ? [...parts, `isfinite(${sql})`] : parts
  return bounded.length === 0 ? `${sql} IS NOT NULL` : bounded.join(' AND ')
}

function within(sql: string, { from, to }: NumberRange, write: (value: number) => string): string[] {
  if (from && to && isOne(from, to)) return [`${sql} = ${write(from.at)}`]
  return [
    ...(from ? [`${sql} ${from.side === 'before' ? '>=' : '>'} ${write(from.at)}`] : []),
    ...(to ? [`${sql} ${to.side === 'before' ? '<' : '<='} ${write(to.at)}`] : []),
  ]
}

/** Single values as one list. */
function without(sql: string, except: readonly NumberRange[], write: (value: number) => string): string[] {
  const values = except.flatMap(({ from, to }) => (from && to && isOne(from, to) ? [write(from.at)] : []))
  const ranges = except.filter(({ from, to }) => !(from && to && isOne(from, to)))
  return [
    ...(values.length === 1 ? [`${sql} <> ${values[0]}`] : []),
    ...(values.length > 1 ? [`${sql} NOT IN (${values.join(', ')})`] : []),
    ...ranges.map(range => `NOT (${within(sql, range, write).join(' AND ')})`),
  ]
}

function isOne(from: Cut, to: Cut): boolean {
  return from.at === to.at
}

function textCondition(column: WindowColumn, { in: held, notIn }: Extract<RowSet, { type: 'texts' }>) {
  const isShorter = held !== undefined && held.length <= (notIn?.length ?? Number.POSITIVE_INFINITY)
  const texts = isShorter ? held : notIn
  if (texts === undefined || !fitsCommandLine(texts)) return undefined
  const cell = filledText(column)
  if (isShorter) return isBoolean(column, texts) ? flag(column, texts) : among(cell, texts)
  if (texts.length === 0) return `${column.sql} IS NOT NULL`
  const filled = cell === column.sql ? '' : ` AND ${cell} <> ''`
  return cell === column.sql || isNullIf(column) ? `${not(cell, texts)}${filled}` : not(column.sql, texts)
}

/** A NUL does not. */
function fitsCommandLine(texts: readonly string[]): boolean {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 4, 0)
  return bytes <= mostBytes && !texts.some(text => text.includes('\0'))
}

function among(cell: string, texts: readonly string[]): string {
  return texts.length === 1 ? `${cell} = ${literal(texts[0] as string)}` : `${cell} IN ${literals(texts)}`
}

function not(cell: string, texts: readonly string[]): string {
  return texts.length === 1
    ? `${cell} <> ${literal(texts[0] as string)}`
    : `${cell} NOT IN ${literals(texts)}`
}

function isBoolean({ name, kind, sql }: WindowColumn, texts: readonly string[]): boolean {
  return kind === 'boolean' && sql === `CAST(${identifier(name)} AS VARCHAR)` && texts.length === 1
}

function flag({ name }: WindowColumn, [text]: readonly string[]): string {
  return text === 'true' ? identifier(name) : `NOT ${identifier(name)}`
}

/** The cell of a row that holds a text: what turns empty texts and null words into nulls is of no account then. */
function filledText(column: WindowColumn): string {
  const own = identifier(column.name)
  if (isNullIf(column)) return column.sql.slice('nullif('.length, -", '')".length)
  const isPlain =
    column.sql.startsWith(`CASE WHEN ${own} NOT IN (`) && column.sql.endsWith(` THEN ${own} END`)
  return isPlain ? own : column.sql
}

function isNullIf({ sql, kind }: WindowColumn): boolean {
  return kind === 'categorical' && sql.startsWith('nullif(') && sql.endsWith(", '')")
}

function nullCondition(column: WindowColumn): string {
  const { kind, name } = column
  const own = identifier(name)
  if (kind === 'numeric') {
    const { sql, nan } = asDouble(column)
    if (sql === column.sql && sql === `CAST(${own} AS DOUBLE)`) return `${own} IS NULL`
    return nan ? `(${own} IS NULL OR isnan(${own}))` : `${sql} IS NULL`
  }
  if (column.sql === `nullif(${own}, '')`) return `(${own} IS NULL OR ${own} = '')`
  const isCast = [`CAST(epoch_us(${own}) AS DOUBLE)`, `CAST(${own} AS VARCHAR)`].includes(column.sql)
  return `${isCast ? own : column.sql} IS NULL`
}
