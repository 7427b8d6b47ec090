import type { BinnedCounts, Binning, ColumnPair } from './drift-test.ts'
import { smoothedShares } from './psi.ts'
import { calibratedShares } from './psi-calibrated.ts'

/** One bin's part in the change: shares before and after, its part of the PSI, and how surprising it is. */
export interface WhereBin {
  readonly bin: string
  /** Share of the reference's values, 0 to 1. */
  readonly reference: number
  readonly current: number
  /** (c − r)·ln(c / r) on PSI's shares: these add up to the PSI. */
  readonly contribution: number
  /** Standardised difference of the two shares: about normal when nothing changed. */
  readonly residual: number
}

/** A column of thousands of categories reports this many, the largest contributions first, and pools the rest. */
const most = 20

/**
 * Where a column moved, bin by bin in bin order. The residual is (q − p) / √(π(1 − π)(1/n + 1/m)) with π the pooled
 * share: the two-proportion z statistic of the bin, positive where the current window has more.
 */
export function whereItMoved(pair: ColumnPair, binning: Binning): readonly WhereBin[] {
  const bins = binning === 'robust' ? pair.robust : pair.bins
  const filled = partsOf(bins, binning).filter(bin => bin.reference > 0 || bin.current > 0)
  if (filled.length <= most) return filled
  const ranked = filled.toSorted((a, b) => b.contribution - a.contribution || (a.bin < b.bin ? -1 : 1))
  const rest = ranked.slice(most)
  const sum = (part: (bin: WhereBin) => number) => rest.reduce((total, bin) => total + part(bin), 0)
  // Counts are whole numbers: a sum of rounded shares may be a little above 1.
  const pooled = toBin(
    `${rest.length} others`,
    Math.round(sum(bin => bin.reference) * bins.referenceTotal),
    Math.round(sum(bin => bin.current) * bins.currentTotal),
    bins,
    sum(bin => bin.contribution),
  )
  return [...ranked.slice(0, most), pooled]
}

/** Every bin's part, those that hold nothing included. */
export function partsOf(bins: BinnedCounts, binning: Binning): readonly WhereBin[] {
  const smoothed = binning === 'robust' ? calibratedShares(bins) : smoothedShares(bins)
  return bins.labels.map((label, i) => {
    const [r, c] = [smoothed.reference[i] as number, smoothed.current[i] as number]
    const contribution = (c - r) * Math.log(c / r)
    return toBin(label, bins.reference[i] as number, bins.current[i] as number, bins, contribution)
  })
}

function toBin(
  label: string,
  referenceCount: number,
  currentCount: number,
  bins: BinnedCounts,
  contribution: number,
): WhereBin {
  const reference = referenceCount / bins.referenceTotal
  const current = currentCount / bins.currentTotal
  const pooled = (referenceCount + currentCount) / (bins.referenceTotal + bins.currentTotal)
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / bins.referenceTotal + 1 / bins.currentTotal))
  return {
    bin: label,
    reference,
    current,
    contribution,
    residual: spread > 0 ? (current - reference) / spread : 0,
  }
}
