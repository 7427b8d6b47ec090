import type { Ecdf } from '../stats/ecdf.ts'

/**
 * Buckets are doubles with their low bits rounded away, on a grid that no data can move: of two windows on one grid, a
 * bucket of both together holds what it holds in either, so counts of parts add up to those of the whole.
 *
 * With `dropped` low bits gone, a bucket is either a point, a double whose low bits are all 0, or the open interval
 * between two points, of which its middle stands for all. Hence 0 and small whole numbers stay exact on any grid. Dropping
 * one more bit joins whole buckets: grids are nested.
 */
const mostDropped = 52

const scratch = new Float64Array(1)
const words = new Uint32Array(scratch.buffer)

/** The double that stands for the bucket of a finite value: itself where it is a point. Keeps order and sign. */
export function roundDouble(value: number, dropped: number): number {
  scratch[0] = value
  roundWords(words, 0, dropped)
  return scratch[0] as number
}

/** Rounds finite values in place. They ascend as before, now with equal neighbours. */
function roundDoubles(values: Float64Array, dropped: number): void {
  const pairs = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length)
  for (let i = 0; i < pairs.length; i += 2) roundWords(pairs, i, dropped)
}

/** On little-endian machines, which are all that Node runs on today, the lower word comes first. */
function roundWords(pairs: Uint32Array, at: number, dropped: number): void {
  if (dropped <= 1) return
  const lower = pairs[at] as number
  const upper = pairs[at + 1] as number
  if (dropped <= 32) {
    const mask = dropped === 32 ? 0xffffffff : (1 << dropped) - 1
    if ((lower & mask) !== 0) pairs[at] = (lower & ~mask) | (1 << (dropped - 1))
    return
  }
  const mask = (1 << (dropped - 32)) - 1
  if (lower === 0 && (upper & mask) === 0) return
  pairs[at] = 0
  pairs[at + 1] = (upper & ~mask) | (1 << (dropped - 33))
}

/** Whether a bucket is an interval, given the double that stands for it. */
export function isInterval(value: number, dropped: number): boolean {
  return dropped > 1 && value !== lowerEnd(value, dropped)
}

/** The point next to the value towards 0: the end of its bucket's interval. */
export function lowerEnd(value: number, dropped: number): number {
  scratch[0] = value
  const [lower, upper] = [words[0] as number, words[1] as number]
  words[0] = dropped >= 32 ? 0 : lower & ~((1 << dropped) - 1)
  if (dropped > 32) words[1] = upper & ~((1 << (dropped - 32)) - 1)
  return scratch[0] as number
}

/** The points on either side of the interval that a double stands for, lower first; itself twice where it is a point. */
export function bucketEnds(value: number, dropped: number): readonly [low: number, high: number] {
  if (!isInterval(value, dropped)) return [value, value]
  const inner = lowerEnd(value, dropped)
  // It is the interval's middle, to the last bit. Beyond the largest double there is no point.
  const outer = value + (value - inner)
  return inner < outer ? [inner, outer] : [outer, inner]
}

/** The same distribution with its values rounded: as exact at every point of the grid as it was. */
export function roundEcdf(ecdf: Ecdf, dropped: number): Ecdf {
  if (dropped <= 1) return ecdf
  const values = ecdf.values.slice()
  const cumulative = ecdf.cumulative.slice()
  roundDoubles(values, dropped)
  let buckets = 0
  for (let i = 0; i < values.length; i++) {
    if (i > 0 && values[i] === values[buckets - 1]) buckets--
    values[buckets] = values[i] as number
    cumulative[buckets] = cumulative[i] as number
    buckets++
  }
  return { values: values.slice(0, buckets), cumulative: cumulative.slice(0, buckets) }
}

/** The fewest bits to drop, from so many on, with which something holds that holds for all coarser grids; else the most. */
export function finestGrid(from: number, holds: (dropped: number) => boolean): number {
  let [low, high] = [from, mostDropped]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
