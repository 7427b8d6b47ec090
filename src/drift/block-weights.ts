import type { RowSet } from '../data/row-set.ts'
import type { DistributionProfile } from '../profile/profile.ts'
import { calibratedShares } from './psi-calibrated.ts'
import { isCounted, type RobustBin } from './robust-bin.ts'
import { countsOf, robustBinsOf } from './robust-bins.ts'

/** What a bin of the calibrated PSI holds, such that it can be told apart in any window. */
export type BinContent =
  | { readonly holds: 'category'; readonly name: string }
  | { readonly holds: 'number' | 'from'; readonly at: number }
  | { readonly holds: 'rare' | 'unseen' | 'null' | 'infinite' }

/** How much a row more in each bin moves the calibrated PSI, in whole numbers of one unit for both windows. */
export interface BlockWeights {
  readonly bins: readonly BinContent[]
  readonly reference: readonly number[]
  readonly current: readonly number[]
  /** The share of both windows together in each bin. */
  readonly shares: readonly number[]
}

/** Whole weights up to this add up exactly, in any order and number of threads. */
const largest = 2 ** 24

/**
 * The derivative of the calibrated PSI by the share of each bin: 1 − c/r − ln(c/r) in the reference's shares r and
 * 1 − r/c + ln(c/r) in the current ones, less their mean over the rows of the window. To first order PSI is a sum of these
 * over rows, and its variance that of their sums by block.
 */
export function blockWeights(reference: DistributionProfile, current: DistributionProfile): BlockWeights {
  const all = robustBinsOf(reference, current)
  const bins = all.bins.filter(isCounted)
  const shares = calibratedShares(countsOf(all, reference.rows, current.rows))
  const ratios = bins.map((_, i) => (shares.current[i] as number) / (shares.reference[i] as number))
  const before = centred(
    ratios.map(ratio => 1 - ratio - Math.log(ratio)),
    bins.map(({ reference: counted, held = counted }) => held),
  )
  const after = centred(
    ratios.map(ratio => 1 - 1 / ratio + Math.log(ratio)),
    bins.map(({ current: counted }) => counted),
  )
  const most = Math.max(...before.map(Math.abs), ...after.map(Math.abs))
  const inUnits = (weight: number) => (most > 0 ? Math.round((weight / most) * largest) : 0)
  const named = reference.kind === 'categorical' ? reference.counts : new Map<string, number>()
  const total = reference.rows + current.rows
  return {
    bins: bins.map(bin => contentOf(bin, named)),
    reference: before.map(inUnits),
    current: after.map(inUnits),
    shares: bins.map(bin => (bin.reference + bin.current + 1) / (total + bins.length)),
  }
}

/** Weights less their mean. Those of bins without rows do not matter, and may be huge. */
function centred(weights: readonly number[], counts: readonly number[]): readonly number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const mean = weights.reduce((sum, weight, i) => sum + weight * ((counts[i] as number) / total), 0)
  return weights.map((weight, i) => (counts[i] === 0 ? 0 : weight - mean))
}

function contentOf({ rows }: RobustBin, named: ReadonlyMap<string, number>): BinContent {
  switch (rows.type) {
    case 'range': {
      const { from, to } = rows
      if (from && to && from.at === to.at) return { holds: 'number', at: from.at }
      return { holds: 'from', at: from?.at ?? Number.NEGATIVE_INFINITY }
    }
    case 'texts':
      return ofTexts(rows, named)
    case 'present':
      throw new TypeError('blockWeights requires bins of values')
    default:
      return { holds: rows.type }
  }
}

/** A frequent category stands alone; of the pooled ones the rare are the reference's own. */
function ofTexts(
  { in: texts = [], notIn }: Extract<RowSet, { type: 'texts' }>,
  named: ReadonlyMap<string, number>,
): BinContent {
  const [first] = texts
  if (first !== undefined && notIn === undefined) return { holds: 'category', name: first }
  return { holds: first === undefined || named.has(first) ? 'rare' : 'unseen' }
}
