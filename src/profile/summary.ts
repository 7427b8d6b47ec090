import type { Ecdf } from '../stats/ecdf.ts'
import { moments } from '../stats/moments.ts'
import { quantile } from '../stats/quantile.ts'
import type { ColumnProfile } from './profile.ts'
import type { OpaqueProfile } from './profiler.ts'

/** What a report says of one column of one window. The distribution's figures are those of finite values only. */
export interface ColumnSummary {
  readonly rows: number
  readonly nulls: number
  readonly distinct: number
  readonly infinite?: number
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
export function summarize(profile: ColumnProfile | OpaqueProfile, distinct?: number): ColumnSummary {
  const { rows, nulls } = profile
  if (profile.kind === 'opaque') return { rows, nulls, distinct: profile.distinct }
  if (profile.kind === 'categorical') return { rows, nulls, distinct: profile.counts.size }
  const counts = { rows, nulls, distinct: distinct ?? profile.ecdf.values.length, infinite: profile.infinite }
  return profile.ecdf.values.length === 0 ? counts : { ...counts, ...describe(profile.ecdf) }
}

function describe(ecdf: Ecdf) {
  const { mean, variance, sd, min, max } = moments(ecdf)
  const [p5, p50, p95] = [quantile(ecdf, 0.05), quantile(ecdf, 0.5), quantile(ecdf, 0.95)]
  return { mean, variance, sd, min, p5, p50, p95, max }
}
