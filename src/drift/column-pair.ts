import type { ColumnProfile, NumericProfile } from '../profile/profile.ts'
import { ecdfDistance } from '../stats/ecdf-distance.ts'
import { type EcdfGaps, ecdfGaps } from '../stats/ecdf-gaps.ts'
import { categoricalBins, numericBins } from './bins.ts'
import type { BinnedCounts, ColumnPair, NumericPair } from './drift-test.ts'
import { robustBins } from './robust-bins.ts'

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

function numericPair(reference: NumericProfile, current: NumericProfile): NumericPair {
  let gaps: EcdfGaps | undefined
  let robust: BinnedCounts | undefined
  return {
    kind: 'numeric',
    reference,
    current,
    bins: numericBins(reference, current),
    distance: ecdfDistance(reference.ecdf, current.ecdf),
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
