import type { Ecdf } from '../stats/ecdf.ts'
import { countAt, ecdfCount } from '../stats/ecdf-count.ts'
import { moments } from '../stats/moments.ts'
import { type BucketCounts, distinctOfCounts, momentsOfCounts } from './bucket-counts.ts'
import { isInterval, roundEcdf } from './bucket-rounding.ts'
import type { NumericProfile, Rounding } from './profile.ts'

/** A counted column as the tests see it. */
export function profileOfCounts(counts: BucketCounts): NumericProfile {
  const { rows, nulls, infinite, dropped, ecdf, min, max } = counts
  const known = { kind: 'numeric', rows, nulls, infinite, ecdf } as const
  if (dropped === 0) return { ...known, exact: true }
  const { distinct, range } = distinctOfCounts(counts)
  const rounding: Rounding = {
    dropped,
    error: largestInterval(ecdf, dropped),
    moments: momentsOfCounts(counts),
    distinct,
    distinctRange: range,
    extremes: [min, max],
  }
  return { ...known, exact: false, rounding }
}

/** The same column on a grid at least as coarse as its own; what is known besides its buckets stays. */
export function roundProfile(profile: NumericProfile, dropped: number): NumericProfile {
  if (dropped <= (profile.rounding?.dropped ?? 0)) return profile
  const ecdf = roundEcdf(profile.ecdf, dropped)
  const rounding = {
    ...(profile.rounding ?? ofExact(profile.ecdf)),
    dropped,
    error: largestInterval(ecdf, dropped),
  }
  return { ...profile, ecdf, exact: false, rounding }
}

function ofExact(ecdf: Ecdf): Rounding {
  const { values } = ecdf
  return {
    dropped: 0,
    error: 0,
    moments: moments(ecdf),
    distinct: values.length,
    distinctRange: [values.length, values.length],
    extremes: [values[0] ?? Number.NaN, values.at(-1) ?? Number.NaN],
  }
}

/** The largest share of the values that one interval holds. */
export function largestInterval(ecdf: Ecdf, dropped: number): number {
  let largest = 0
  for (let i = 0; i < ecdf.values.length; i++) {
    if (isInterval(ecdf.values[i] as number, dropped)) largest = Math.max(largest, countAt(ecdf, i))
  }
  return largest === 0 ? 0 : largest / ecdfCount(ecdf)
}
