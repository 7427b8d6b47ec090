import type { ColumnProfile, NumericProfile } from '../profile/profile.ts'
import { roundProfile } from '../profile/round-profile.ts'
import { ecdfDistance } from '../stats/ecdf-distance.ts'
import { type EcdfGaps, ecdfGaps } from '../stats/ecdf-gaps.ts'
import { categoricalBins, numericBins } from './bins.ts'
import type { BinnedCounts, ColumnPair, NumericPair } from './drift-test.ts'
import { robustBins } from './robust-bins.ts'
import { roundedDistance } from './rounded-distance.ts'

/** Lays two profiles of one column side by side. Both must be of one kind and hold at least one value. */
export function toPair(reference: ColumnProfile, current: ColumnProfile): ColumnPair {
  const pair = paired(reference, current)
  if (pair.bins.referenceTotal === 0 || pair.bins.currentTotal === 0) {
    throw new RangeError('toPair requires at least one value on either side')
  }
  return pair
}

function paired(reference: ColumnProfile, current: ColumnProfile): ColumnPair {
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
function numericPair(reference: NumericProfile, current: NumericProfile): NumericPair {
  if (reference.exact && current.exact) {
    return pairOf(reference, current, ecdfDistance(reference.ecdf, current.ecdf))
  }
  const dropped = Math.max(reference.rounding?.dropped ?? 0, current.rounding?.dropped ?? 0)
  const [before, after] = [roundProfile(reference, dropped), roundProfile(current, dropped)]
  return pairOf(before, after, roundedDistance(before, after), { reference, current })
}

function pairOf(
  reference: NumericProfile,
  current: NumericProfile,
  distance: NumericPair['distance'],
  given = { reference, current },
): NumericPair {
  let gaps: EcdfGaps | undefined
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
    get gaps() {
      gaps ??= ecdfGaps(reference.ecdf, current.ecdf)
      return gaps
    },
  }
}
