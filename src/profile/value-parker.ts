import { closeSync, openSync, rmSync } from 'node:fs'
import { writeFully } from './file-bytes.ts'
import { blockBytes, blockValues, type ParkedColumn } from './parked-column.ts'

/** Sorts the values of one column into the parts of a file as they come. */
export interface ValueParker {
  /** Takes further values, one a row, NaN for null. They are copied. */
  add(values: Float64Array): void
  finish(): ParkedColumn
  /** The largest magnitude of the finite values. */
  readonly largest: number
  /** Closes and removes the file of a column that was not finished. */
  abandon(): void
}

/** The cuts ascend, each once; the file must not exist. */
export function valueParker(path: string, cuts: Float64Array<ArrayBuffer>, mostHeld: number): ValueParker {
  const file = openSync(path, 'wx', 0o600)
  const parts = Array.from({ length: cuts.length + 1 }, () => ({ count: 0, blocks: [] as number[] }))
  const equal = new Float64Array(cuts.length)
  // Where nothing finite is above, so that every search ends at a cut.
  const ends = Float64Array.of(...cuts, Number.POSITIVE_INFINITY)
  const firsts = firstCuts(cuts)
  // Each part fills a block of its own, which is written out when full.
  const open = new Float64Array(parts.length * blockValues)
  const filled = new Uint32Array(parts.length)
  let [rows, infinite, nulls, largest, blocks] = [0, 0, 0, 0, 0]

  const write = (part: number) => {
    const { buffer } = open
    writeFully(file, new Uint8Array(buffer, part * blockBytes, blockBytes), blocks * blockBytes)
    parts[part]?.blocks.push(blocks++)
    filled[part] = 0
  }
  return {
    get largest() {
      return largest
    },
    add(values) {
      rows += values.length
      const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length)
      for (let i = 0; i < values.length; i++) {
        // Adding zero turns -0 into 0, so that one value is one entry.
        const value = (values[i] as number) + 0
        if (value - value !== 0) {
          if (Number.isNaN(value)) nulls++
          else infinite++
          continue
        }
        if (value > largest) largest = value
        else if (-value > largest) largest = -value
        const key = keyOf(words[2 * i + 1] as number)
        let part = firsts[key] as number
        for (let high = firsts[key + 1] as number; part < high; ) {
          const middle = (part + high) >>> 1
          if ((ends[middle] as number) < value) part = middle + 1
          else high = middle
        }
        if (ends[part] === value) {
          equal[part] = (equal[part] as number) + 1
          continue
        }
        const at = filled[part] as number
        open[part * blockValues + at] = value
        filled[part] = at + 1
        if (at + 1 === blockValues) write(part)
      }
    },
    finish() {
      for (const [i, part] of parts.entries()) {
        const rest = filled[i] as number
        if (rest > 0) write(i)
        part.count = part.blocks.length * blockValues - (rest > 0 ? blockValues - rest : 0)
      }
      closeSync(file)
      return { path, rows, nulls, infinite, cuts, equal, parts, mostHeld }
    },
    abandon() {
      closeSync(file)
      rmSync(path, { force: true })
    },
  }
}

/** Bits of a double that nearly always settle which cuts are below it: sign, exponent and 8 of the significand. */
const keyBits = 20

/** They ascend with the values (IEEE 754 with the sign flipped, negatives complemented), given a double's upper word. */
function keyOf(upper: number): number {
  return (upper ^ ((upper >> 31) | 0x80000000)) >>> (32 - keyBits)
}

/** How many cuts have a lower key, by key. One of -0 is looked for among the cuts below 0, which it is past. */
function firstCuts(cuts: Float64Array<ArrayBuffer>): Uint16Array {
  const words = new Uint32Array(cuts.buffer)
  const firsts = new Uint16Array(2 ** keyBits + 1)
  let key = 0
  for (let i = 0; i < cuts.length; i++) {
    const own = keyOf(words[2 * i + 1] as number)
    while (key < own) firsts[++key] = i
  }
  return firsts.fill(cuts.length, key + 1)
}
