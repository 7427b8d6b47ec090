import type { Ecdf, LongEcdf } from '../stats/ecdf.ts'
import type { Room } from '../stats/kernels.ts'
import { lowerBound } from '../stats/lower-bound.ts'
import { readFully } from './file-bytes.ts'
import { blockBytes, blockValues, type ParkedColumn, type SortedPart } from './parked-column.ts'

/** Values of a piece, at most. */
const pieceValues = 16 * blockValues

/** The distribution of a column whose parts are sorted, read from its open file; it holds at least one value. */
export function parkedEcdf(
  file: number,
  parked: ParkedColumn,
  parts: readonly SortedPart[],
  room?: Room,
): LongEcdf {
  const { cuts, equal } = parked
  const { places, distincts } = starts(equal, parts)
  const count = places.at(-1) as number
  const memory = placeOfPieces(room)
  const buffer = new Float64Array(blockValues)
  let held: SortedPart | undefined
  let heldBlock = -1

  /** The values of a block, in order; the next one overwrites them. */
  const block = (part: SortedPart, index: number) => {
    const length = Math.min(blockValues, part.count - index * blockValues)
    if (part !== held || index !== heldBlock) {
      readBlock(file, part, index, buffer)
      held = part
      heldBlock = index
    }
    return buffer.subarray(0, length)
  }
  /** How many values of a part are below a bound, or at or below it. */
  const within = (part: SortedPart, bound: number, inclusive: boolean) => {
    const index = rank(part.firsts, bound, inclusive) - 1
    return index < 0 ? 0 : index * blockValues + rank(block(part, index), bound, inclusive)
  }
  const countOf = (bound: number, inclusive: boolean) => {
    const at = lowerBound(cuts, bound)
    const [part, place] = [parts[at] as SortedPart, places[at] as number]
    if (cuts[at] !== bound) return place + within(part, bound, inclusive)
    return place + part.count + (inclusive ? (equal[at] as number) : 0)
  }
  const valueAt = (place: number) => {
    const at = rank(places.subarray(0, parts.length), place, true) - 1
    const part = parts[at] as SortedPart
    const inPart = place - (places[at] as number)
    if (inPart >= part.count) return cuts[at] as number
    return block(part, Math.floor(inPart / blockValues))[inPart % blockValues] as number
  }
  return {
    count,
    distinct: distincts.at(-1) as number,
    min: valueAt(0),
    max: valueAt(count - 1),
    valueAt,
    countBelow: bound => countOf(bound, false),
    countUpTo: bound => countOf(bound, true),
    distinctBelow(bound) {
      const at = lowerBound(cuts, bound)
      const [part, distinct] = [parts[at] as SortedPart, distincts[at] as number]
      if (cuts[at] === bound) return distinct + part.distinct
      const below = within(part, bound, false)
      if (below === 0) return distinct
      const index = Math.floor((below - 1) / blockValues)
      const before = index === 0 ? Number.NaN : (block(part, index - 1).at(-1) as number)
      const values = block(part, index).subarray(0, below - index * blockValues)
      return distinct + (part.distinctBefore[index] as number) + changes(values, before)
    },
    pieces: () => piecesOf(file, parked, parts, memory),
    piecesIn: memory.values.buffer,
  }
}

/** Where each part begins among all values, and among the different ones; at last their numbers. */
function starts(equal: Float64Array, parts: readonly SortedPart[]) {
  const [places, distincts] = [new Float64Array(parts.length + 1), new Float64Array(parts.length + 1)]
  for (const [i, part] of parts.entries()) {
    const atCut = equal[i] ?? 0
    places[i + 1] = (places[i] as number) + part.count + atCut
    distincts[i + 1] = (distincts[i] as number) + part.distinct + Math.min(1, atCut)
  }
  return { places, distincts }
}

/** In the room where there is enough of it, so that the kernels reach the pieces. */
function placeOfPieces(room: Room | undefined): Ecdf {
  if (room === undefined || room.values.length < pieceValues) {
    return { values: new Float64Array(pieceValues), cumulative: new Float64Array(pieceValues) }
  }
  return {
    values: room.values.subarray(0, pieceValues),
    cumulative: room.cumulative.subarray(0, pieceValues),
  }
}

function* piecesOf(
  file: number,
  { cuts, equal }: ParkedColumn,
  parts: readonly SortedPart[],
  { values, cumulative }: Ecdf,
): Iterable<Ecdf> {
  const buffer = new Float64Array(blockValues)
  let [filled, place] = [0, 0]
  for (const [i, part] of parts.entries()) {
    for (let index = 0; index <= part.blocks.length; index++) {
      if (index < part.blocks.length) {
        const length = Math.min(blockValues, part.count - index * blockValues)
        if (part.distinct === part.count) {
          // Where no value repeats, a block is read straight to its place.
          readBlock(file, part, index, values.subarray(filled, filled + blockValues))
          for (let i = 0; i < length; i++) cumulative[filled + i] = place + i + 1
          filled += length
        } else {
          readBlock(file, part, index, buffer)
          filled = append(buffer.subarray(0, length), place, values, cumulative, filled)
        }
        place += length
      } else if ((equal[i] ?? 0) > 0) {
        place += equal[i] as number
        values[filled] = cuts[i] as number
        cumulative[filled++] = place
      }
      if (filled <= pieceValues - blockValues) continue
      // The last value may go on in the next block.
      const last = filled - 1
      yield { values: values.subarray(0, last), cumulative: cumulative.subarray(0, last) }
      values[0] = values[last] as number
      cumulative[0] = cumulative[last] as number
      filled = 1
    }
  }
  if (filled > 0) yield { values: values.subarray(0, filled), cumulative: cumulative.subarray(0, filled) }
}

/** Adds values that ascend to an ecdf of so many entries, and says how many it then has. */
function append(
  block: Float64Array,
  place: number,
  values: Float64Array,
  cumulative: Float64Array,
  filled: number,
): number {
  let [at, last] = [filled - 1, filled === 0 ? Number.NaN : (values[filled - 1] as number)]
  for (let i = 0; i < block.length; i++) {
    const value = block[i] as number
    if (value !== last) values[++at] = last = value
    cumulative[at] = place + i + 1
  }
  return at + 1
}

function readBlock(file: number, part: SortedPart, index: number, into: Float64Array): void {
  readFully(
    file,
    new Uint8Array(into.buffer, into.byteOffset, into.byteLength),
    (part.blocks[index] as number) * blockBytes,
  )
}

/** How many of ascending values are below a bound, or at or below it. */
function rank(ascending: Float64Array, bound: number, inclusive: boolean): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const value = ascending[middle] as number
    if (value < bound || (inclusive && value === bound)) low = middle + 1
    else high = middle
  }
  return low
}

/** How many of ascending values differ from the one before. */
function changes(values: Float64Array, before: number): number {
  let [count, last] = [0, before]
  for (const value of values) {
    if (value !== last) count++
    last = value
  }
  return count
}
