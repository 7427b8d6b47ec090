import { normalQuantile } from '../stats/normal-law.ts'
import { studentTQuantile } from '../stats/student-t-quantile.ts'
import type { BlockSums } from './block-sums.ts'
import type { BlockWeights } from './block-weights.ts'

interface Sides<Of> {
  readonly reference: Of
  readonly current: Of
}

/**
 * How many rows in blocks say as much as an independent one: by how much the calibrated PSI varies when whole blocks are
 * drawn with replacement, over that when rows are. The larger of two, and no less than 1, since blocks that balance each
 * other may not do so again:
 *
 * - of the PSI there is, in whose direction blocks may differ most: Σ G/(G − 1)·Σu²/n² over both windows, over the same of
 *   single rows. The linearised variance of a ratio from clusters (Kish and Frankel 1974), for a test at `confidence`.
 * - of a PSI of nothing, which is a sum of squares: the mean design effect of the bins (Rao and Scott 1981 and 1984), which
 *   the first falls short of where few blocks hold most rows of a bin.
 *
 * Either is what drawing gives in the limit of many draws, to first order, without drawing.
 */
export function designEffect(weights: BlockWeights, sums: Sides<BlockSums>, confidence: number): number {
  return Math.max(1, alongTheChange(weights, sums, confidence), overTheBins(weights, sums))
}

/** Quantiles whose ratio says how uncertain a variance is: none of the bulk, and none so far out that it says nothing. */
const [tailFrom, tailUpTo] = [0.9, 0.999]
const sides = ['reference', 'current'] as const

/** Times what a variance from few blocks is too uncertain by: Student's quantile for the normal one, squared. */
function alongTheChange(weights: BlockWeights, sums: Sides<BlockSums>, confidence: number): number {
  let [byBlocks, byRows, uncertainty] = [0, 0, 0]
  for (const side of sides) {
    const { blocks, pairs, squares, bins } = sums[side]
    const rows = rowsOf(sums[side])
    const variance = ((blocks / (blocks - 1)) * (squares / rows)) / rows
    byBlocks += variance
    // Welch and Satterthwaite, with the blocks that those of one size would be.
    uncertainty += variance ** 2 / Math.max(1, rows ** 2 / pairs - 1)
    const spread = bins.reduce(
      (sum, bin, i) => sum + (bin.rows / rows) * (weights[side][i] as number) ** 2,
      0,
    )
    byRows += spread / rows
  }
  if (byRows === 0 || byBlocks === 0) return 0
  const level = Math.min(Math.max(confidence, tailFrom), tailUpTo)
  const t = studentTQuantile(level, byBlocks ** 2 / uncertainty) / normalQuantile(level)
  return (byBlocks / byRows) * t * t
}

/** Σ (variance of a bin's share in either window)/share, over (B − 1)·(1/n + 1/m), which it is of independent rows. */
function overTheBins({ shares }: BlockWeights, sums: Sides<BlockSums>): number {
  if (shares.length < 2) return 0
  let [byBlocks, byRows] = [0, 0]
  for (const side of sides) {
    const { blocks, pairs, bins } = sums[side]
    const rows = rowsOf(sums[side])
    const scale = blocks / (blocks - 1) / rows / rows
    for (const [i, bin] of bins.entries()) {
      const share = bin.rows / rows
      const squares = bin.squares - 2 * share * bin.products + share * share * pairs
      byBlocks += (scale * squares) / (shares[i] as number)
    }
    byRows += (shares.length - 1) / rows
  }
  return byBlocks / byRows
}

function rowsOf({ bins }: BlockSums): number {
  return bins.reduce((sum, { rows }) => sum + rows, 0)
}
