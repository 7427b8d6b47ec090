import { readFileSync } from 'node:fs'
import { shippedFile } from '../package.ts'
import { type Distribution, isLong } from './ecdf.ts'

/** What is used of it; TypeScript knows it only beside a browser's types. */
declare const WebAssembly: {
  Module: new (code: Uint8Array) => object
  Instance: new (module: object) => { readonly exports: unknown }
}

/** What kernels/ exports: the loops over every value, fast from their first call on. Addresses are in bytes. */
interface Kernels {
  readonly memory: Memory
  readonly heap: Figure
  toEcdf(values: number, cumulative: number, rows: number): void
  readonly infinite: Figure
  readonly finite: Figure
  readonly distinct: Figure
  startDistance(countA: number, countB: number, start: number): void
  distance(
    valuesA: number,
    cumulativeA: number,
    lengthA: number,
    valuesB: number,
    cumulativeB: number,
    lengthB: number,
  ): void
  readonly gap: Figure
  readonly gapAt: Figure
  readonly area: Figure
  readonly atom: Figure
  startDeviations(): void
  deviations(values: number, cumulative: number, length: number, factor: number, centre: number): void
  readonly sum: Figure
  readonly squares: Figure
  toCentredRanks(series: number, sorted: number, cumulative: number, rows: number): number
  laggedProduct(series: number, rows: number, lag: number): number
  latticePathHit(n: number, m: number, reach: number): number
  readonly mostPathValues: Figure
}

interface Memory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

/** Kernels return one number at most and leave others here. */
interface Figure {
  readonly value: number
}

/** A column's two places in the memory of the kernels, each of as many doubles as it has rows. */
export interface Room {
  readonly kernels: Kernels
  readonly values: Float64Array
  readonly cumulative: Float64Array
}

const pageBytes = 65_536
/** What an address of 32 bits reaches, but for the last byte. */
const mostPages = 65_535

let loaded: Kernels | undefined
let refused = false
let taken = false

/**
 * This thread's kernels, compiled when first asked for: some 0.3 ms. Undefined where the process may not have the 8 GiB
 * of addresses that V8 sets aside for a memory of whatever size (`ulimit -v`), or has no WebAssembly (`--jitless`).
 */
export function kernels(): Kernels | undefined {
  if (loaded === undefined && !refused) {
    const code = readFileSync(shippedFile('dist/kernels.wasm'))
    try {
      loaded = new WebAssembly.Instance(new WebAssembly.Module(code)).exports as Kernels
    } catch {
      refused = true
    }
  }
  return loaded
}

/** The kernels, where they can reach these distributions: where those are in a room. */
export function kernelsOver(...ecdfs: readonly Distribution[]): Kernels | undefined {
  const buffer = loaded?.memory.buffer
  const reached = ecdfs.every(ecdf => (isLong(ecdf) ? ecdf.piecesIn : ecdf.values.buffer) === buffer)
  return reached ? loaded : undefined
}

/**
 * Calls `use` with a room for each column of so many rows. The memory is this thread's and the next caller's again:
 * nothing of it may outlive the call. There are no rooms for more than 4 GiB altogether, 16 bytes a row, nor within
 * another call.
 */
export function withRooms<Result>(
  rows: readonly number[],
  use: (rooms: readonly (Room | undefined)[]) => Result,
): Result {
  const ours = taken ? undefined : kernels()
  const start = Math.ceil((ours?.heap.value ?? 0) / 8) * 8
  const bytes = rows.reduce((sum, each) => sum + 16 * each, start)
  if (ours === undefined || !growTo(ours.memory, bytes)) return use(rows.map(() => undefined))
  const { memory } = ours
  let at = start
  const place = (length: number) => {
    at += 8 * length
    return new Float64Array(memory.buffer, at - 8 * length, length)
  }
  taken = true
  try {
    return use(rows.map(each => ({ kernels: ours, values: place(each), cumulative: place(each) })))
  } finally {
    taken = false
  }
}

/** False where there is not so much. Growing detaches every view of the memory. */
function growTo(memory: Memory, bytes: number): boolean {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / pageBytes)
  if (missing <= 0) return true
  if (bytes > mostPages * pageBytes) return false
  try {
    memory.grow(missing)
    return true
  } catch {
    return false
  }
}
