import type { Ecdf } from '../stats/ecdf.ts'
import { bitLength, difference, type Key, keyOf, sum, valueOfKey } from './bucket-keys.ts'
import { finestGrid, roundDouble } from './bucket-rounding.ts'
import { byteReader, byteWriter, countBytes } from './varint.ts'

/**
 * Buckets in ascending order, each as two numbers of 7 bits a byte (LEB128): the distance of its key to the one before,
 * and its count.
 */
export function encodeBuckets(ecdf: Ecdf, dropped: number): Uint8Array {
  const writer = byteWriter(bucketBytes(ecdf, dropped))
  let [previous, before] = [{ upper: 0, lower: 0 }, 0]
  for (let i = 0; i < ecdf.values.length; i++) {
    const key = keyOf(ecdf.values[i] as number, dropped, { upper: 0, lower: 0 })
    const upTo = ecdf.cumulative[i] as number
    writer.key(difference(key, previous))
    writer.count(upTo - before)
    previous = key
    before = upTo
  }
  return writer.bytes()
}

/** Reads what encodeBuckets wrote. Throws an Error for anything else: keys that do not ascend, counts of 0. */
export function decodeBuckets(bytes: Uint8Array, dropped: number): Ecdf {
  const reader = byteReader(bytes)
  const [values, cumulative]: [number[], number[]] = [[], []]
  let [key, total]: [Key, number] = [{ upper: 0, lower: 0 }, 0]
  while (!reader.isAtEnd()) {
    const next = sum(key, reader.key())
    if (next === undefined) throw new Error('its buckets are damaged')
    key = next
    const value = valueOfKey(key, dropped)
    const count = reader.count()
    total += count
    const ascends = values.length === 0 || value > (values.at(-1) as number)
    const counts = count > 0 && total <= Number.MAX_SAFE_INTEGER
    if (!Number.isFinite(value) || Object.is(value, -0) || !ascends || !counts) {
      throw new Error('its buckets are damaged')
    }
    values.push(value)
    cumulative.push(total)
  }
  return { values: Float64Array.from(values), cumulative: Float64Array.from(cumulative) }
}

/** How many bytes the distribution takes on a grid at least as coarse as its own. */
function bucketBytes({ values, cumulative }: Ecdf, dropped: number): number {
  let [bytes, before, last] = [0, 0, 0]
  const [previous, key]: [Key, Key] = [
    { upper: 0, lower: 0 },
    { upper: 0, lower: 0 },
  ]
  for (let i = 0; i < values.length; i++) {
    keyOf(roundDouble(values[i] as number, dropped), dropped, key)
    if (i === 0 || key.lower !== previous.lower || key.upper !== previous.upper) {
      if (i > 0) bytes += countBytes(last - before)
      bytes += Math.max(1, Math.ceil(bitLength(difference(key, previous)) / 7))
      before = last
      previous.upper = key.upper
      previous.lower = key.lower
    }
    last = cumulative[i] as number
  }
  return bytes + (values.length === 0 ? 0 : countBytes(last - before))
}

/**
 * The finest grid, from the given one on, on which a distribution takes at most so many bytes. Further values never
 * take fewer bytes and a coarser grid never more, so that the grid of a whole can be found from its parts.
 */
export function fittingGrid(ecdf: Ecdf, from: number, atMost: number): number {
  return finestGrid(from, grid => bucketBytes(ecdf, grid) <= atMost)
}
