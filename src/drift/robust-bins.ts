import type { DistributionProfile } from '../profile/profile.ts'
import type { BinnedCounts } from './drift-test.ts'
import { type RobustCategories, robustCategories } from './robust-categories.ts'
import { robustNumbers } from './robust-numbers.ts'

/** A bin on its way: how many rows of either window fall into it. */
export interface RobustBin {
  readonly label: string
  readonly reference: number
  readonly current: number
}

/**
 * Both windows in the bins of the calibrated PSI. Numbers: quantile bins of the reference, the outer ones open, with a
 * bin of its own for a value that repeats (see robust-numbers). Categories: one bin each where they are frequent enough
 * for the law to hold, the others pooled, the unseen ones apart (see robust-categories). Nulls and infinities have a bin
 * each. Bins that neither window fills are left out; totals are of rows.
 */
export function robustBins(reference: DistributionProfile, current: DistributionProfile): BinnedCounts {
  const { bins: values, hidden } = ofValues(reference, current)
  const bins = [...values, ...ofOthers(reference, current)].filter(
    bin => bin.reference > 0 || bin.current > 0,
  )
  return {
    labels: bins.map(({ label }) => label),
    reference: Float64Array.from(bins, bin => bin.reference),
    current: Float64Array.from(bins, bin => bin.current),
    referenceTotal: reference.rows,
    currentTotal: current.rows,
    ...(hidden > 0 ? { hidden } : {}),
  }
}

function ofValues(reference: DistributionProfile, current: DistributionProfile): RobustCategories {
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
    { label: '(null)', reference: reference.nulls, current: current.nulls },
    { label: '(infinite)', reference: infinite(reference), current: infinite(current) },
  ]
}
