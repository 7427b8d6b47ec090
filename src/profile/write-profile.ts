import {
  type DataType,
  Field,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableToIPC,
  vectorFromArray,
} from 'apache-arrow'
import type { ExactSums } from '../stats/exact-sums.ts'
import { quantile } from '../stats/quantile.ts'
import { encodeBuckets } from './bucket-bytes.ts'
import type { NumericProfile } from './profile.ts'
import { type FieldValue, type ProfileRow, profileFields } from './profile-fields.ts'
import { profileFormat, seal, unsealed } from './profile-seal.ts'
import type { StoredColumn, StoredProfile } from './stored-profile.ts'
import { summarize } from './summary.ts'
import { byteWriter } from './varint.ts'

/** A profile as an Arrow IPC file: the same profile, the same bytes. */
export function writeProfile({ rows, limits, columns }: StoredProfile): Uint8Array {
  const written = columns.map(toRow)
  const vectors = profileFields.map(([name, type]) =>
    vectorFromArray(
      written.map(row => arrowValue(row[name] ?? null, type)),
      type,
    ),
  )
  const metadata = new Map([
    ['mlreg.format', profileFormat],
    ['mlreg.digest', unsealed],
    ['mlreg.rows', String(rows)],
    ['mlreg.min_count', String(limits.minCount)],
    ['mlreg.private', String(limits.isPrivate)],
    ['mlreg.max_bytes', String(limits.maxBytes)],
  ])
  const fields = profileFields.map(([name, type]) => new Field(name, type, true))
  const data = makeData({
    type: new Struct(fields),
    length: columns.length,
    nullCount: 0,
    children: vectors.flatMap(vector => vector.data),
  })
  const schema = new Schema(fields, metadata)
  const bytes = tableToIPC(new Table(schema, new RecordBatch(schema, data)), 'file')
  seal(bytes)
  return bytes
}

function arrowValue(value: FieldValue, type: DataType): FieldValue | bigint {
  return typeof value === 'number' && String(type) === 'Int64' ? BigInt(value) : value
}

function toRow(column: StoredColumn): ProfileRow {
  const { name, kind, type, profile } = column
  const { rows, nulls, distinct, distinctRange, infinite, mean, sd, variance, min, max } = summarize(profile)
  const known = { column: name, kind, type, rows, nulls, distinct }
  if (profile.kind === 'opaque') return known
  if (profile.kind === 'categorical') {
    const { pooled = { rows: 0, categories: 0 }, counts } = profile
    const bytes = encodeCategories(counts)
    return { ...known, pooled_rows: pooled.rows, pooled_categories: pooled.categories, categories: bytes }
  }
  const [least = distinct, most = distinct] = distinctRange ?? []
  return {
    ...known,
    infinite: infinite ?? 0,
    distinct_least: least,
    distinct_most: most,
    mean: mean ?? null,
    sd: sd ?? null,
    variance: variance ?? null,
    min: min ?? null,
    max: max ?? null,
    ...percentiles(profile),
    ...roundingOf(profile),
    buckets: encodeBuckets(profile.ecdf, profile.rounding?.dropped ?? 0),
    sums: column.counts?.beside ? sumsText(column.counts.beside.sums) : null,
    sketch: column.counts?.beside?.sketch ?? null,
  }
}

function percentiles({ ecdf }: NumericProfile): ProfileRow {
  if (ecdf.values.length === 0) return {}
  return Object.fromEntries([1, 5, 25, 50, 75, 95, 99].map(p => [`p${p}`, quantile(ecdf, p / 100)]))
}

function roundingOf({ rounding }: NumericProfile): ProfileRow {
  if (rounding === undefined) return { dropped: 0, error: 0 }
  const { dropped, error, moved } = rounding
  return { dropped, error, moved_share: moved?.share ?? null, moved_area: moved?.area ?? null }
}

function encodeCategories(counts: ReadonlyMap<string, number>): Uint8Array {
  const writer = byteWriter()
  for (const [category, count] of counts) {
    writer.text(category)
    writer.count(count)
  }
  return writer.bytes()
}

function sumsText({ sum, squares }: ExactSums): string {
  return `${sum.toString(16)} ${squares.toString(16)}`
}
