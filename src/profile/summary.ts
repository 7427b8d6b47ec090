import type { Distribution } from '../stats/ecdf.ts'
import { distinctCount } from '../stats/ecdf-count.ts'
import { moments } from '../stats/moments.ts'
import { quantile } from '../stats/quantile.ts'
import { extremesOf } from '../stats/value-at.ts'
import type { DistributionProfile, NumericProfile, Rounding } from './profile.ts'
import type { OpaqueProfile } from './profiler.ts'

/** What a report says of one column of one window. The distribution's figures are those of finite values only. */
export interface ColumnSummary {
  readonly rows: number
  readonly nulls: number
  readonly distinct: number
  /** Where `distinct` is an estimate: what it is at least, and at most. */
  readonly distinctRange?: readonly [low: number, high: number]
  readonly infinite?: number
  /** Where the values were rounded to buckets: how far at most any share of them is off. */
  readonly error?: number
  readonly mean?: number
  /** Population variance, divisor n. Infinite or 0 when out of a double's range; then `sd` still holds. */
  readonly variance?: number
  /** Population standard deviation. */
  readonly sd?: number
  readonly min?: number
  readonly p5?: number
  readonly p50?: number
  readonly p95?: number
  readonly max?: number
}

/** Summarises a profile. `distinct` overrides the profile's own count where integers collided as doubles. */
export function summarize(profile: DistributionProfile | OpaqueProfile, distinct?: number): ColumnSummary {
  const { rows, nulls } = profile
  if (profile.kind === 'opaque') return { rows, nulls, distinct: profile.distinct }
  if (profile.kind === 'categorical') {
    return { rows, nulls, distinct: profile.counts.size + (profile.pooled?.categories ?? 0) }
  }
  const { infinite, rounding, ecdf } = profile
  const counts = { rows, nulls, distinct: distinct ?? rounding?.distinct ?? distinctCount(ecdf), infinite }
  const range = rounding && distinct === undefined ? { distinctRange: rounding.distinctRange } : {}
  const off = rounding ? { error: errorOf(rounding) } : {}
  return distinctCount(ecdf) === 0 ? counts : { ...counts, ...range, ...off, ...describe(profile) }
}

/** Percentiles are those of the buckets where the values were rounded; mean and deviation never are. */
function describe(profile: NumericProfile<Distribution>) {
  const { ecdf, rounding } = profile
  const { mean, variance, sd } = momentsOf(profile)
  const [p5, p50, p95] = [quantile(ecdf, 0.05), quantile(ecdf, 0.5), quantile(ecdf, 0.95)]
  const extremes = rounding ? rounding.extremes : extremesOf(ecdf)
  if (extremes === undefined) return { mean, variance, sd, p5, p50, p95 }
  const [min, max] = extremes
  return { mean, variance, sd, min, p5, p50, p95, max }
}

/** Of the values themselves, whether or not the ecdf holds them. */
export function momentsOf({ ecdf, rounding }: NumericProfile<Distribution>): Rounding['moments'] {
  return rounding?.moments ?? moments(ecdf)
}

function errorOf({ error, moved }: Rounding): number {
  return Math.min(1, error + (moved?.share ?? 0))
}
