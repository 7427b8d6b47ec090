import { canonicalText } from './category-text.ts'
import { isValue, withoutNullWords } from './null-tokens.ts'
import { identifier } from './sql-text.ts'
import type { ColumnKind } from './window.ts'

/** What a DuckDB type holds. */
export function kindOf(type: string): ColumnKind {
  if (/(\[\d*\]|^(STRUCT|MAP|UNION|VARIANT)\b.*)$/s.test(type)) return 'nested'
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|BIGNUM|DECIMAL\b.*)$/.test(type)) return 'numeric'
  if (/^(DATE|TIME\b.*|TIMESTAMP.*|TIME_NS)$/.test(type)) return 'datetime'
  if (type === 'BOOLEAN') return 'boolean'
  if (/^(BLOB|BIT|GEOMETRY\b.*)$/.test(type)) return 'binary'
  if (type === '"NULL"' || type === 'NULL') return 'null'
  return 'categorical'
}

/** Integers of these types can lie past 2^53, where doubles no longer tell neighbours apart. */
export function mayPassDoubles(type: string): boolean {
  const digits = Number(/^DECIMAL\((\d+)/.exec(type)?.[1] ?? 0)
  return digits > 15 || /^U?(BIG|HUGE)INT$/.test(type)
}

/** The text of a column of any type: JSON strings without their quotes. */
function textOf(name: string, type: string): string {
  if (type === 'VARCHAR') return identifier(name)
  return type === 'JSON' ? `(${identifier(name)} ->> '$')` : `CAST(${identifier(name)} AS VARCHAR)`
}

interface Reading {
  readonly name: string
  readonly type: string
  readonly kind: ColumnKind
  readonly nullWords: readonly string[]
  /** The reference's type, which says what times of day are. */
  readonly expected: string
}

/** A typed column read as a kind: the SQL of `WindowColumn.sql`, and where its type differs, that of its misfits. */
export function reading({ name, type, kind, nullWords, expected }: Reading): {
  sql: string
  misfit?: string
} {
  const column = identifier(name)
  const own = kindOf(type)
  const text = textOf(name, type)
  switch (kind) {
    case 'numeric':
      if (own === 'numeric') return { sql: asDouble(column, type) }
      return castOrMisfit(text, nullWords, cell => `nullif(TRY_CAST(${cell} AS DOUBLE), 'nan'::DOUBLE)`)
    case 'datetime':
      if (own === 'datetime') return { sql: `CAST(epoch_us(${column}) AS DOUBLE)` }
      return castOrMisfit(text, nullWords, cell => `CAST(epoch_us(${timeOf(cell, expected)}) AS DOUBLE)`)
    case 'boolean':
      if (own === 'boolean') return { sql: text }
      return castOrMisfit(text, nullWords, cell => `CAST(TRY_CAST(${cell} AS BOOLEAN) AS VARCHAR)`)
    case 'categorical':
      return { sql: withoutNullWords(own === 'numeric' ? canonicalText(column, type) : text, nullWords) }
    default:
      return { sql: column }
  }
}

function asDouble(column: string, type: string): string {
  if (type === 'DOUBLE') return `nullif(${column}, 'nan'::DOUBLE)`
  return type === 'FLOAT' ? `nullif(CAST(${column} AS DOUBLE), 'nan'::DOUBLE)` : `CAST(${column} AS DOUBLE)`
}

/** Text with an offset is that moment in UTC; text without one is taken as UTC. */
export function timeOf(cell: string, expected: string): string {
  const type = /^time$|^TIME(?!STAMP)/.test(expected) ? 'TIME' : 'TIMESTAMPTZ'
  return `TRY_CAST(${cell} AS ${type})`
}

function castOrMisfit(text: string, nullWords: readonly string[], cast: (cell: string) => string) {
  const sql = cast(text)
  return { sql, misfit: `CASE WHEN ${isValue(text, nullWords)} AND ${sql} IS NULL THEN ${text} END` }
}
