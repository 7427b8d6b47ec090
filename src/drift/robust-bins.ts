import type { DistributionProfile } from '../profile/profile.ts'
import type { BinnedCounts } from './drift-test.ts'
import { isCounted, type RobustBin, type RobustBins } from './robust-bin.ts'
import { robustCategories } from './robust-categories.ts'
import { robustNumbers } from './robust-numbers.ts'

/**
 * Both windows in the bins of the calibrated PSI. Numbers: quantile bins of the reference, the outer ones open, with a
 * bin of its own for a value that repeats (see robust-numbers). Categories: one bin each where they are frequent enough
 * for the law to hold, the others pooled, the unseen ones apart (see robust-categories). Nulls and infinities have a bin
 * each. Bins that neither window fills are left out; totals are of rows.
 */
export function robustBins(reference: DistributionProfile, current: DistributionProfile): BinnedCounts {
  return countsOf(robustBinsOf(reference, current), reference.rows, current.rows)
}

/** The same, with what each bin holds. */
export function robustBinsOf(reference: DistributionProfile, current: DistributionProfile): RobustBins {
  const { bins: values, hidden } = ofValues(reference, current)
  const bins = [...values, ...ofOthers(reference, current)]
  return { bins: bins.filter(bin => isCounted(bin) || (bin.held ?? 0) > 0), hidden }
}

/** Bins as the tests see them: counts alone, of so many rows. */
export function countsOf(
  { bins: all, hidden }: RobustBins,
  referenceTotal: number,
  currentTotal: number,
): BinnedCounts {
  const bins = all.filter(isCounted)
  return {
    labels: bins.map(({ label }) => label),
    reference: Float64Array.from(bins, bin => bin.reference),
    current: Float64Array.from(bins, bin => bin.current),
    referenceTotal,
    currentTotal,
    ...(hidden > 0 ? { hidden } : {}),
  }
}

function ofValues(reference: DistributionProfile, current: DistributionProfile): RobustBins {
  if (reference.kind === 'numeric' && current.kind === 'numeric') {
    return { bins: robustNumbers(reference, current), hidden: 0 }
  }
  if (reference.kind === 'categorical' && current.kind === 'categorical') {
    return robustCategories(reference, current)
  }
  throw new TypeError(
    `robustBins requires two columns of one kind, got ${reference.kind} and ${current.kind}`,
  )
}

/** In brackets, as no number is; a category that reads like this stands before it all the same. */
function ofOthers(reference: DistributionProfile, current: DistributionProfile): readonly RobustBin[] {
  const infinite = (profile: DistributionProfile) => (profile.kind === 'numeric' ? profile.infinite : 0)
  return [
    { label: '(null)', reference: reference.nulls, current: current.nulls, rows: { type: 'null' } },
    {
      label: '(infinite)',
      reference: infinite(reference),
      current: infinite(current),
      rows: { type: 'infinite' },
    },
  ]
}
