import type { Distribution, Ecdf } from '../stats/ecdf.ts'
import type { Moments } from '../stats/moments.ts'

/** What a drift test may know of a numeric (or datetime) column. Datetimes are microseconds since 1970, UTC. */
export interface NumericProfile<Values extends Distribution = Ecdf> {
  readonly kind: 'numeric'
  /** All rows of the window, nulls and infinities included. */
  readonly rows: number
  /** SQL null or NaN. */
  readonly nulls: number
  /** Infinite values, of either sign: counted, and left out of every distribution test. */
  readonly infinite: number
  readonly ecdf: Values
  /** False when values were rounded to buckets (bucket-rounding.ts); then `rounding` says all that is known besides. */
  readonly exact: boolean
  readonly rounding?: Rounding
}

/** What is known of a column whose ecdf holds buckets in place of values. */
export interface Rounding {
  /** Low bits of a double that the grid leaves away. */
  readonly dropped: number
  /** The share of the values in the largest bucket that is an interval: within it, ranks are not known. */
  readonly error: number
  /** Of the values themselves. */
  readonly moments: Pick<Moments, 'count' | 'mean' | 'variance' | 'sd'>
  /** Different values: the best figure, and its bounds. */
  readonly distinct: number
  readonly distinctRange: readonly [low: number, high: number]
  /** The values' extremes; absent where they are kept private. */
  readonly extremes?: readonly [min: number, max: number]
  /** Where rare buckets were joined to their neighbours: how far at most a share up to a point is off, and the area. */
  readonly moved?: { readonly share: number; readonly area: number }
}

/** What a drift test may know of a categorical (or boolean) column: how many rows hold each value. */
export interface CategoricalProfile {
  readonly kind: 'categorical'
  readonly rows: number
  readonly nulls: number
  /** Value to count; ordered by code point, so that every sum over it has one order. */
  readonly counts: ReadonlyMap<string, number>
  /** False when rare values were pooled: they are in none of the counts. */
  readonly exact: boolean
  readonly pooled?: Pooled
}

/** The values too rare to be named. */
export interface Pooled {
  readonly rows: number
  /** How many different ones there are; of merged windows, how many at most. */
  readonly categories: number
}

export type ColumnProfile = NumericProfile | CategoricalProfile

/** What a test takes, which may be of more values than memory holds. */
export type DistributionProfile = NumericProfile<Distribution> | CategoricalProfile
