import type { ColumnKind } from '../data/window.ts'
import { sketchSize } from '../stats/distinct-sketch.ts'
import { ecdfCount } from '../stats/ecdf-count.ts'
import type { ExactSums } from '../stats/exact-sums.ts'
import { decodeBuckets } from './bucket-bytes.ts'
import type { BucketCounts } from './bucket-counts.ts'
import { roundDouble } from './bucket-rounding.ts'
import { byCodePoint } from './by-code-point.ts'
import type { CategoricalProfile, NumericProfile } from './profile.ts'
import type { ProfileRow } from './profile-fields.ts'
import { largestInterval, profileOfCounts } from './round-profile.ts'
import type { ProfileLimits, StoredColumn } from './stored-profile.ts'
import { byteReader } from './varint.ts'

const kinds: readonly ColumnKind[] = [
  'numeric',
  'categorical',
  'boolean',
  'datetime',
  'nested',
  'binary',
  'null',
]

/** A column from a row of the file. Throws an Error for figures that contradict each other. */
export function storedColumn(row: ProfileRow, limits: ProfileLimits): StoredColumn {
  const { column: name, kind, type } = row
  if (typeof name !== 'string' || typeof type !== 'string') throw new Error('a column has no name or no type')
  const known = kinds.find(each => each === kind)
  if (known === undefined) throw new Error('a column is of no known kind')
  const [rows, nulls] = [count(row.rows), count(row.nulls)]
  if (nulls > rows) throw new Error('a column has more nulls than rows')
  const column = { name, type, kind: known }
  if (row.buckets instanceof Uint8Array) {
    if (known !== 'numeric' && known !== 'datetime')
      throw new Error('a column holds what its kind does not have')
    if (limits.isPrivate) return { ...column, profile: shielded(row) }
    const counts = bucketCounts(row)
    return { ...column, profile: profileOfCounts(counts), counts }
  }
  if (row.categories instanceof Uint8Array) {
    if (known !== 'categorical' && known !== 'boolean')
      throw new Error('a column holds what its kind does not have')
    return { ...column, profile: categorical(row, row.categories) }
  }
  return { ...column, profile: { kind: 'opaque', rows, nulls, distinct: count(row.distinct) } }
}

function bucketCounts(row: ProfileRow): BucketCounts {
  const { dropped, ecdf, ...known } = buckets(row)
  const [min, max] = [row.min ?? Number.NaN, row.max ?? Number.NaN]
  if (typeof min !== 'number' || typeof max !== 'number') throw new Error('an extreme is no number')
  const ends = [ecdf.values[0] ?? Number.NaN, ecdf.values.at(-1) ?? Number.NaN]
  const rounded = [min, max].map(value => roundDouble(value, dropped))
  if (!rounded.every((value, i) => Object.is(value, ends[i])))
    throw new Error('its extremes are not in its buckets')
  const counts = { ...known, dropped, ecdf, min, max }
  if (dropped === 0) return counts
  const { sketch } = row
  if (
    !(sketch instanceof Uint8Array) ||
    sketch.length !== sketchSize ||
    sketch.some(register => register > 33)
  ) {
    throw new Error('its sketch is damaged')
  }
  return { ...counts, beside: { sums: sums(row.sums), sketch: sketch.slice() } }
}

function buckets(row: ProfileRow) {
  const dropped = count(row.dropped)
  if (dropped > 52) throw new Error('its grid is unknown')
  const ecdf = decodeBuckets(row.buckets as Uint8Array, dropped)
  const [rows, nulls, infinite] = [count(row.rows), count(row.nulls), count(row.infinite)]
  const missing = rows - nulls - infinite - ecdfCount(ecdf)
  // A private column of too few values tells none of them.
  if (missing !== 0 && ecdf.values.length > 0) throw new Error('its buckets do not hold its rows')
  return { rows, nulls, infinite, dropped, ecdf }
}

function shielded(row: ProfileRow): NumericProfile {
  const { dropped, ecdf, ...known } = buckets(row)
  const figure = (name: string) => {
    const value = row[name]
    return typeof value === 'number' ? value : Number.NaN
  }
  const isEmpty = ecdf.values.length === 0
  if (
    !isEmpty &&
    ['mean', 'sd', 'variance', 'moved_share', 'moved_area'].some(name => Number.isNaN(figure(name)))
  ) {
    throw new Error('a figure is missing')
  }
  const [share, area] = [figure('moved_share'), figure('moved_area')]
  const [mean, variance, sd] = [figure('mean'), figure('variance'), figure('sd')]
  return {
    kind: 'numeric',
    ...known,
    ecdf,
    exact: false,
    rounding: {
      dropped,
      error: largestInterval(ecdf, dropped),
      moments: { count: ecdfCount(ecdf), mean, variance, sd },
      distinct: count(row.distinct),
      distinctRange: [count(row.distinct_least), count(row.distinct_most)],
      ...(isEmpty ? {} : { moved: { share, area } }),
    },
  }
}

function categorical(row: ProfileRow, bytes: Uint8Array): CategoricalProfile {
  const reader = byteReader(bytes)
  const counts = new Map<string, number>()
  let [last, total]: [string | undefined, number] = [undefined, 0]
  while (!reader.isAtEnd()) {
    const category = reader.text()
    const times = reader.count()
    if (times === 0 || (last !== undefined && byCodePoint(last, category) >= 0)) {
      throw new Error('its categories are damaged')
    }
    counts.set(category, times)
    total += times
    last = category
  }
  const pooled = { rows: count(row.pooled_rows), categories: count(row.pooled_categories) }
  const [rows, nulls] = [count(row.rows), count(row.nulls)]
  if (total + pooled.rows !== rows - nulls) throw new Error('its categories do not hold its rows')
  const known = { kind: 'categorical', rows, nulls, counts } as const
  return pooled.categories === 0 ? { ...known, exact: true } : { ...known, exact: false, pooled }
}

function sums(text: unknown): ExactSums {
  const [, sum, squares] = /^(-?[0-9a-f]{1,600}) ([0-9a-f]{1,1200})$/.exec(String(text)) ?? []
  if (sum === undefined || squares === undefined) throw new Error('its sums are damaged')
  return {
    sum: sum.startsWith('-') ? -BigInt(`0x${sum.slice(1)}`) : BigInt(`0x${sum}`),
    squares: BigInt(`0x${squares}`),
  }
}

function count(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new Error('a count is missing')
  return value
}
