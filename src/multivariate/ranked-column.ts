import { midRanks } from '../stats/mid-ranks.ts'
import { pearson } from '../stats/pearson.ts'

/** A numeric column of a sample, made ready to be correlated with many others. */
export interface RankedColumn {
  readonly values: Float64Array
  /** Of a column without nulls that is not constant: its ranks, less their mean, scaled to a length of 1. */
  readonly scaled: Float64Array | undefined
  readonly hasNulls: boolean
}

/** NaN is a null. */
export function rankedColumn(values: Float64Array): RankedColumn {
  const hasNulls = values.some(Number.isNaN)
  return { values, hasNulls, scaled: hasNulls ? undefined : scaled(midRanks(values)) }
}

export interface RankCorrelation {
  /** Spearman's rho; undefined when either column is constant. */
  readonly rho: number | undefined
  /** Rows with a value in both columns. */
  readonly rows: number
}

/** Spearman's correlation over the rows with a value in both columns (SciPy's spearmanr, nan_policy 'omit'). */
export function rankCorrelation(a: RankedColumn, b: RankedColumn): RankCorrelation {
  if (!a.hasNulls && !b.hasNulls) {
    const rows = a.values.length
    return { rows, rho: a.scaled && b.scaled ? product(a.scaled, b.scaled) : undefined }
  }
  const isWhole = (_: number, row: number) => !Number.isNaN(a.values[row]) && !Number.isNaN(b.values[row])
  const [x, y] = [a.values.filter(isWhole), b.values.filter(isWhole)]
  return { rows: x.length, rho: pearson(midRanks(x), midRanks(y)) }
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
