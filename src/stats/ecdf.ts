/**
 * A column's empirical distribution: its distinct finite values in ascending order, and how many of all values are at
 * or below each. Cumulative counts, so that shares, quantiles and bins are binary searches.
 */
export interface Ecdf {
  readonly values: Float64Array
  readonly cumulative: Float64Array
}
