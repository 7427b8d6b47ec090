import type { Engine } from '../data/engine.ts'
import type { OpenedWindow } from '../data/window.ts'
import { type BlockSums, type Blocks, blockSums } from './block-sums.ts'
import { designEffect } from './design-effect.ts'
import type { MeasuredColumn } from './policy.ts'

/** Fewer blocks than this on either side do not tell how blocks vary; a week of days does. */
export const fewestBlocks = 6

/** The blocks of both windows, and columns that know what their rows are worth. */
export interface InBlocks {
  readonly measured: readonly MeasuredColumn[]
  readonly blocks: { readonly reference: Blocks; readonly current: Blocks }
}

interface Windows {
  readonly reference: OpenedWindow
  readonly current: OpenedWindow
}

/**
 * Has the rows of a block count together: each compared column gets its design effect, or, where a window has too few
 * blocks, what it lacks. `confidence` is that of the test, `blockOf` makes a window's expression for the block of a row.
 */
export async function withBlocks(
  engine: Engine,
  windows: Windows,
  blockOf: (window: OpenedWindow) => string,
  measured: readonly MeasuredColumn[],
  confidence: number,
): Promise<InBlocks> {
  const weighed = measured.flatMap(({ name, measure }) =>
    measure.compared?.weights ? [{ name, weights: measure.compared.weights }] : [],
  )
  const sumsOf = async (role: keyof Windows) => {
    const found = new Map<string, BlockSums>()
    const block = blockOf(windows[role])
    for (const { name, weights } of weighed) {
      found.set(name, await blockSums(engine, windows, role, block, name, weights))
    }
    return found
  }
  const [before, after] = await Promise.all([sumsOf('reference'), sumsOf('current')])
  const reference = blocksOf(before, windows.reference.rows)
  const current = blocksOf(after, windows.current.rows)
  const lacking = [reference, current].some(({ effective }) => Math.floor(effective) < fewestBlocks)
  return {
    blocks: { reference, current },
    measured: measured.map(column => {
      const weights = column.measure.compared?.weights
      if (weights === undefined) return column
      if (lacking) return { ...column, fewBlocks: whatLacks(reference, current) }
      const sums = { reference: before.get(column.name), current: after.get(column.name) }
      return {
        ...column,
        designEffect: designEffect(weights, sums as { reference: BlockSums; current: BlockSums }, confidence),
      }
    }),
  }
}

/** The same of every column. */
function blocksOf(sums: ReadonlyMap<string, BlockSums>, rows: number): Blocks {
  const [first] = sums.values()
  return first === undefined
    ? { count: 0, effective: 0 }
    : { count: first.blocks, effective: rows ** 2 / first.pairs }
}

function whatLacks(reference: Blocks, current: Blocks): string {
  const [worst, window] =
    current.effective <= reference.effective ? [current, 'the current window'] : [reference, 'the reference']
  const [count, effective] = [worst.count, Math.floor(worst.effective)]
  const blocks = `${count} block${count === 1 ? '' : 's'}`
  const uneven =
    effective < count && count >= fewestBlocks ? `, which count as ${effective} for their sizes` : ''
  return `${window} has ${blocks}${uneven}: it takes ${fewestBlocks} to tell how blocks vary`
}
