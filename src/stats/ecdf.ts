/**
 * A column's empirical distribution: its distinct finite values in ascending order, and how many of all values are at
 * or below each. Cumulative counts, so that shares, quantiles and bins are binary searches.
 */
export interface Ecdf {
  readonly values: Float64Array
  readonly cumulative: Float64Array
}

/** The same of more values than are to be held: they lie elsewhere in ascending order, and are read as asked for. */
export interface LongEcdf {
  readonly count: number
  /** How many different values there are; at least one. */
  readonly distinct: number
  readonly min: number
  readonly max: number
  /** The value at this place, from 0 to count - 1, of all values in ascending order. */
  valueAt(place: number): number
  /** How many values are below a bound. */
  countBelow(bound: number): number
  /** How many values are at or below a bound. */
  countUpTo(bound: number): number
  /** How many different values are below a bound. */
  distinctBelow(bound: number): number
  /**
   * All of it, from the lowest values on, in pieces that hold each value once; counts go on from piece to piece. The
   * next piece overwrites the last.
   */
  pieces(): Iterable<Ecdf>
  /** The memory that every piece is in. */
  readonly piecesIn: ArrayBufferLike
}

/** Statistics are the same of either, to the last bit. */
export type Distribution = Ecdf | LongEcdf

export function isLong(distribution: Distribution): distribution is LongEcdf {
  return 'pieces' in distribution
}

/** All of it in memory: for distributions of few different values. */
export function heldEcdf(distribution: Distribution): Ecdf {
  if (!isLong(distribution)) return distribution
  const [values, cumulative] = [
    new Float64Array(distribution.distinct),
    new Float64Array(distribution.distinct),
  ]
  let at = 0
  for (const piece of distribution.pieces()) {
    values.set(piece.values, at)
    cumulative.set(piece.cumulative, at)
    at += piece.values.length
  }
  return { values, cumulative }
}
