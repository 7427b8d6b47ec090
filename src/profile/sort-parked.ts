import { closeSync, openSync, rmSync } from 'node:fs'
import { type Distribution, type Ecdf, heldEcdf } from '../stats/ecdf.ts'
import type { Room } from '../stats/kernels.ts'
import { lowerBound } from '../stats/lower-bound.ts'
import { readFully, writeFully } from './file-bytes.ts'
import { numericProfile } from './numeric-profile.ts'
import {
  blockBytes,
  blockValues,
  type ParkedColumn,
  type ParkedPart,
  type SortedPart,
} from './parked-column.ts'
import { parkedEcdf } from './parked-ecdf.ts'
import type { NumericProfile } from './profile.ts'

/** Sorts a column part by part where it lies, calls `use` with its profile and removes the file. */
export function withParked<Result>(
  parked: ParkedColumn,
  room: Room | undefined,
  use: (profile: NumericProfile<Distribution>) => Result,
): Result {
  const file = openSync(parked.path, 'r+')
  try {
    const parts = parked.parts.map(part => sortPart(file, part, room))
    const { rows, nulls, infinite, mostHeld } = parked
    const known = { kind: 'numeric', rows, nulls, infinite, exact: true } as const
    if (rows === nulls + infinite) return use({ ...known, ecdf: nothing })
    const ecdf = parkedEcdf(file, parked, parts, room)
    return use({ ...known, ecdf: ecdf.distinct <= mostHeld ? heldEcdf(ecdf) : ecdf })
  } finally {
    closeSync(file)
    rmSync(parked.path, { force: true })
  }
}

const nothing: Ecdf = { values: new Float64Array(0), cumulative: new Float64Array(0) }

function sortPart(file: number, { count, blocks }: ParkedPart, room: Room | undefined): SortedPart {
  const values =
    room === undefined
      ? new Float64Array(count)
      : (room.values.subarray(0, count) as Float64Array<ArrayBuffer>)
  eachBlock(values, blocks, (bytes, position) => readFully(file, bytes, position))
  const { ecdf } = numericProfile(values, room)
  const sorted = ecdf.values.length === count ? ecdf.values : repeated(ecdf, count)
  eachBlock(sorted, blocks, (bytes, position) => writeFully(file, bytes, position))
  const starts = Array.from(blocks, (_, i) => i * blockValues)
  return {
    count,
    blocks,
    firsts: Float64Array.from(starts, start => sorted[start] as number),
    distinctBefore: Float64Array.from(starts, start =>
      start === 0 ? 0 : lowerBound(ecdf.cumulative, start) + 1,
    ),
    distinct: ecdf.values.length,
  }
}

/** Every value as often as it occurs. */
function repeated({ values, cumulative }: Ecdf, count: number): Float64Array {
  const all = new Float64Array(count)
  let from = 0
  for (let i = 0; i < values.length; i++) {
    const to = cumulative[i] as number
    all.fill(values[i] as number, from, to)
    from = to
  }
  return all
}

function eachBlock(
  values: Float64Array,
  blocks: readonly number[],
  call: (bytes: Uint8Array, position: number) => void,
): void {
  for (const [i, block] of blocks.entries()) {
    const part = values.subarray(i * blockValues, (i + 1) * blockValues)
    call(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), block * blockBytes)
  }
}
