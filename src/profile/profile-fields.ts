import { Binary, type DataType, Float64, Int32, Int64, Utf8 } from 'apache-arrow'

/**
 * The columns of a profile file, which has a row for each column of the window. All but the last four say in plain what
 * is known of the column, for any reader of Arrow; mlreg reads back what it cannot work out from those four.
 *
 * - `buckets`: pairs of LEB128 numbers, a bucket each: the distance of its key to the key before, and its count. A key is
 *   the double's sortable image (sign flipped, negatives complemented) without its lowest `dropped` - 1 bits.
 * - `categories`: the length in bytes of a category's text, the text in UTF-8 and its count, in the order of code points.
 * - `sums`: Σ x and Σ x² in hexadecimal, as multiples of 2^-1074 and 2^-2148, with a space between.
 * - `sketch`: the registers of a HyperLogLog sketch of the distinct values.
 */
export const profileFields: readonly (readonly [name: string, type: DataType])[] = [
  ['column', new Utf8()],
  ['kind', new Utf8()],
  ['type', new Utf8()],
  ['rows', new Int64()],
  ['nulls', new Int64()],
  ['infinite', new Int64()],
  ['distinct', new Int64()],
  ['distinct_least', new Int64()],
  ['distinct_most', new Int64()],
  ['mean', new Float64()],
  ['sd', new Float64()],
  ['variance', new Float64()],
  ['min', new Float64()],
  ['p1', new Float64()],
  ['p5', new Float64()],
  ['p25', new Float64()],
  ['p50', new Float64()],
  ['p75', new Float64()],
  ['p95', new Float64()],
  ['p99', new Float64()],
  ['max', new Float64()],
  ['error', new Float64()],
  ['moved_share', new Float64()],
  ['moved_area', new Float64()],
  ['pooled_rows', new Int64()],
  ['pooled_categories', new Int64()],
  ['dropped', new Int32()],
  ['buckets', new Binary()],
  ['categories', new Binary()],
  ['sums', new Utf8()],
  ['sketch', new Binary()],
]

export type FieldValue = string | number | Uint8Array | null
export type ProfileRow = Readonly<Record<string, FieldValue>>
