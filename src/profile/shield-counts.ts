import type { Ecdf } from '../stats/ecdf.ts'
import { countAt, ecdfCount } from '../stats/ecdf-count.ts'
import { ecdfDistance } from '../stats/ecdf-distance.ts'
import { type BucketCounts, distinctOfCounts, momentsOfCounts } from './bucket-counts.ts'
import { finestGrid, roundEcdf } from './bucket-rounding.ts'
import type { NumericProfile } from './profile.ts'
import { largestInterval } from './round-profile.ts'

/** A coarser grid is taken until no more than this share of the values is in buckets of too few. */
const rareShare = 0.01

/**
 * A column in which every bucket holds at least `atLeast` values and that does not tell its extremes: on a coarser grid,
 * with what is still too rare moved to the next bucket that is not, and how far that moves any share. A column of fewer
 * values tells none of them.
 */
export function shieldCounts(counts: BucketCounts, atLeast: number): NumericProfile {
  const { rows, nulls, infinite } = counts
  const most = rareShare * ecdfCount(counts.ecdf)
  const rareOn = (grid: number) => rareValues(roundEcdf(counts.ecdf, grid), atLeast) <= most
  const dropped =
    rareValues(counts.ecdf, atLeast) <= most ? counts.dropped : finestGrid(counts.dropped, rareOn)
  const rounded = roundEcdf(counts.ecdf, dropped)
  const ecdf = joinRare(rounded, atLeast)
  const known = { kind: 'numeric', rows, nulls, infinite, ecdf, exact: false } as const
  const count = ecdfCount(ecdf)
  if (count === 0) {
    const nothing = { count, mean: Number.NaN, variance: Number.NaN, sd: Number.NaN }
    return { ...known, rounding: { dropped, error: 0, moments: nothing, distinct: 0, distinctRange: [0, 0] } }
  }
  const { gap, area } = ecdfDistance(rounded, ecdf)
  const { mean, variance, sd } = momentsOfCounts(counts)
  const { distinct, range } = distinctOfCounts(counts)
  const rounding = {
    dropped,
    error: largestInterval(ecdf, dropped),
    moments: { count, mean, variance, sd },
    distinct,
    distinctRange: range,
    moved: { share: Math.abs(gap), area },
  }
  return { ...known, rounding }
}

function rareValues(ecdf: Ecdf, atLeast: number): number {
  let rare = 0
  for (let i = 0; i < ecdf.values.length; i++) {
    const count = countAt(ecdf, i)
    if (count < atLeast) rare += count
  }
  return rare
}

/** Rare buckets go to the next common one above, those at the upper end to the last common one; without any, nowhere. */
function joinRare(ecdf: Ecdf, atLeast: number): Ecdf {
  const common = Array.from(ecdf.values.keys()).filter(i => countAt(ecdf, i) >= atLeast)
  const values = Float64Array.from(common, i => ecdf.values[i] as number)
  const cumulative = Float64Array.from(common, i => ecdf.cumulative[i] as number)
  if (common.length > 0) cumulative[common.length - 1] = ecdfCount(ecdf)
  return { values, cumulative }
}
