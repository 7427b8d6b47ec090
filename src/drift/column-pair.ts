import type { DistributionProfile, NumericProfile } from '../profile/profile.ts'
import { roundProfile } from '../profile/round-profile.ts'
import { type Distribution, isLong } from '../stats/ecdf.ts'
import { ecdfDistance } from '../stats/ecdf-distance.ts'
import { type PooledSteps, pooledSteps } from '../stats/pooled-steps.ts'
import { categoricalBins, numericBins } from './bins.ts'
import type { BinnedCounts, ColumnPair, NumericPair } from './drift-test.ts'
import { robustBins } from './robust-bins.ts'
import { roundedDistance } from './rounded-distance.ts'

/** Lays two profiles of one column side by side. Both must be of one kind and hold at least one value. */
export function toPair(reference: DistributionProfile, current: DistributionProfile): ColumnPair {
  const pair = paired(reference, current)
  if (pair.bins.referenceTotal === 0 || pair.bins.currentTotal === 0) {
    throw new RangeError('toPair requires at least one value on either side')
  }
  return pair
}

function paired(reference: DistributionProfile, current: DistributionProfile): ColumnPair {
  if (reference.kind === 'numeric' && current.kind === 'numeric') {
    return numericPair(reference, current)
  }
  if (reference.kind === 'categorical' && current.kind === 'categorical') {
    let robust: BinnedCounts | undefined
    return {
      kind: 'categorical',
      reference,
      current,
      bins: categoricalBins(reference, current),
      get robust() {
        robust ??= robustBins(reference, current)
        return robust
      },
    }
  }
  throw new TypeError(`toPair requires two columns of one kind, got ${reference.kind} and ${current.kind}`)
}

/** Where values of one side were rounded to a grid, both are laid on it: the tests see equal values where both have them. */
function numericPair(
  reference: NumericProfile<Distribution>,
  current: NumericProfile<Distribution>,
): NumericPair {
  if (reference.exact && current.exact) {
    return pairOf(reference, current, ecdfDistance(reference.ecdf, current.ecdf))
  }
  if (!isHeld(reference) || !isHeld(current))
    throw new TypeError('a rounded profile is compared with held ones only')
  const dropped = Math.max(reference.rounding?.dropped ?? 0, current.rounding?.dropped ?? 0)
  const [before, after] = [roundProfile(reference, dropped), roundProfile(current, dropped)]
  return pairOf(before, after, roundedDistance(before, after), { reference, current })
}

function isHeld(profile: NumericProfile<Distribution>): profile is NumericProfile {
  return !isLong(profile.ecdf)
}

function pairOf(
  reference: NumericProfile<Distribution>,
  current: NumericProfile<Distribution>,
  distance: NumericPair['distance'],
  given = { reference, current },
): NumericPair {
  let steps: Iterable<PooledSteps> | undefined
  let robust: BinnedCounts | undefined
  return {
    kind: 'numeric',
    reference,
    current,
    given,
    bins: numericBins(reference, current),
    distance,
    get robust() {
      robust ??= robustBins(reference, current)
      return robust
    },
    get steps() {
      steps ??= pooledSteps(reference.ecdf, current.ecdf)
      return steps
    },
  }
}
