import type { Ecdf } from '../stats/ecdf.ts'

/** What a drift test may know of a numeric (or datetime) column. Datetimes are microseconds since 1970, UTC. */
export interface NumericProfile {
  readonly kind: 'numeric'
  /** All rows of the window, nulls and infinities included. */
  readonly rows: number
  /** SQL null or NaN. */
  readonly nulls: number
  /** Infinite values, of either sign: counted, and left out of every distribution test. */
  readonly infinite: number
  readonly ecdf: Ecdf
  /** False when the ecdf is a sketch; then its error bound comes with it. */
  readonly exact: boolean
}

/** What a drift test may know of a categorical (or boolean) column: how many rows hold each value. */
export interface CategoricalProfile {
  readonly kind: 'categorical'
  readonly rows: number
  readonly nulls: number
  /** Value to count; ordered by code point, so that every sum over it has one order. */
  readonly counts: ReadonlyMap<string, number>
  readonly exact: boolean
}

export type ColumnProfile = NumericProfile | CategoricalProfile
