import { midRanks } from '../stats/mid-ranks.ts'
import { pearson } from '../stats/pearson.ts'
import { spearmanVariance } from '../stats/spearman-variance.ts'

/** A numeric column of a sample, made ready to be correlated with many others. */
export interface RankedColumn {
  readonly values: Float64Array
  /** Of a column without nulls that is not constant: its ranks, less their mean, scaled to a length of 1. */
  readonly scaled: Float64Array | undefined
  readonly hasNulls: boolean
  /** Of a column without nulls: rows that do not hold its commonest value. */
  readonly varied: number
}

/** NaN is a null. */
export function rankedColumn(values: Float64Array): RankedColumn {
  if (values.some(Number.isNaN)) return { values, hasNulls: true, scaled: undefined, varied: 0 }
  const ranks = midRanks(values)
  return { values, hasNulls: false, scaled: scaled(ranks), varied: variedRows(ranks) }
}

export interface RankCorrelation {
  /** Spearman's rho; undefined when either column is constant. */
  readonly rho: number | undefined
  /** Rows with a value in both columns. */
  readonly rows: number
  /** Of these, the rows that do not hold a column's commonest value: of the column that has fewer. */
  readonly varied: number
  /** The variance of rho, whatever law the rows are of; not for a constant. It takes a while. */
  variance(): number
}

/** Spearman's correlation over the rows with a value in both columns (SciPy's spearmanr, nan_policy 'omit'). */
export function rankCorrelation(a: RankedColumn, b: RankedColumn): RankCorrelation {
  if (!a.hasNulls && !b.hasNulls) {
    return {
      rows: a.values.length,
      rho: a.scaled && b.scaled ? product(a.scaled, b.scaled) : undefined,
      varied: Math.min(a.varied, b.varied),
      variance: () => spearmanVariance(a.values, b.values),
    }
  }
  const isWhole = (_: number, row: number) => !Number.isNaN(a.values[row]) && !Number.isNaN(b.values[row])
  const [x, y] = [a.values.filter(isWhole), b.values.filter(isWhole)]
  const [ranksX, ranksY] = [midRanks(x), midRanks(y)]
  return {
    rows: x.length,
    rho: pearson(ranksX, ranksY),
    varied: Math.min(variedRows(ranksX), variedRows(ranksY)),
    variance: () => spearmanVariance(x, y),
  }
}

function scaled(ranks: Float64Array): Float64Array | undefined {
  const centre = (ranks.length + 1) / 2
  const length = Math.sqrt(ranks.reduce((sum, rank) => sum + (rank - centre) ** 2, 0))
  return length > 0 ? ranks.map(rank => (rank - centre) / length) : undefined
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return Math.max(-1, Math.min(1, sum))
}

/** Equal values have one rank, a whole number of halves. */
function variedRows(ranks: Float64Array): number {
  const counts = new Uint32Array(2 * ranks.length + 1)
  for (const rank of ranks) counts[2 * rank] = (counts[2 * rank] as number) + 1
  return ranks.length - counts.reduce((most, count) => Math.max(most, count), 0)
}
