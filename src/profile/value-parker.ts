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
  const tree = searchable(cuts)
  const start = tree.length >>> 1
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
        let part = 0
        for (let step = start; step > 0; step >>>= 1) {
          if ((tree[part + step - 1] as number) < value) part += step
        }
        if (tree[part] === value) {
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

/** A power of two of cuts, so that every search takes the same steps: nothing finite is above those that fill it up. */
function searchable(cuts: Float64Array): Float64Array {
  const tree = new Float64Array(2 ** Math.ceil(Math.log2(cuts.length + 1))).fill(Number.POSITIVE_INFINITY)
  tree.set(cuts)
  return tree
}
