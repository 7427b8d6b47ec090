import { adjustPValues } from '../stats/adjust-p-values.ts'
import { normalUpper } from '../stats/normal-law.ts'
import { type RankCorrelation, type RankedColumn, rankCorrelation, rankedColumn } from './ranked-column.ts'
import type { Sample } from './sample.ts'

/** Two numeric columns, and how they go together before and after. */
export interface CorrelationPair {
  readonly a: string
  readonly b: string
  /** Spearman's rho in either window, and the difference, current less reference. */
  readonly reference: number
  readonly current: number
  readonly change: number
  /** P(a difference this large) if the true one were the tolerated one; below one half only past that. */
  readonly pValue: number
  /** By Holm, over all pairs compared. */
  readonly adjustedPValue: number
  readonly drifted: boolean
}

export interface CorrelationDrift {
  /** Columns that took part, and how many there were. */
  readonly columns: number
  readonly of: number
  readonly compared: number
  readonly changed: number
  /** Those that changed first, then by the size of the change, then in the reference's order. */
  readonly pairs: readonly CorrelationPair[]
}

/** A difference of this much is tolerated. */
export const toleratedChange = 0.1

/** 19,900 pairs. */
const mostColumns = 200

/** Rows with both values that either window must have: Fisher's z is about normal from some 25 on. */
const fewestRows = 30

/** Rows beyond a column's commonest value that either window must have: a handful of ones among zeros go together, or do not, by chance. */
const fewestVaried = 10

/**
 * Which pairs of numeric columns go together otherwise than before, though each column by itself may be as it was:
 * Fisher's z of both Spearman correlations against a difference of 0.1. Its variance is (1 + rho²/2)/(n - 3), which holds
 * for rows of about a normal law, or that of the rows at hand if it is larger, as with heavy tails. Pairs of which a
 * window has fewer than 30 whole rows, or one value in all but 10, are not compared.
 *
 * Source: D. G. Bonett and T. A. Wright, Psychometrika 65 (2000); spearmanVariance.
 */
export function correlationDrift(reference: Sample, current: Sample, alpha: number): CorrelationDrift {
  const [before, after] = [ranked(reference), ranked(current)]
  const names = [...before.keys()]
  const kept = names.slice(0, mostColumns)
  const pairs = kept.flatMap((a, i) =>
    kept.slice(i + 1).flatMap(b => {
      const of = (side: ReadonlyMap<string, RankedColumn>) =>
        rankCorrelation(side.get(a) as RankedColumn, side.get(b) as RankedColumn)
      return compared(a, b, of(before), of(after))
    }),
  )
  const adjusted = adjustPValues(
    pairs.map(({ pValue }) => pValue),
    'holm',
  )
  const judged = pairs
    .map((pair, i) => ({
      ...pair,
      adjustedPValue: adjusted[i] as number,
      drifted: (adjusted[i] as number) < alpha,
    }))
    .sort((x, y) => Number(y.drifted) - Number(x.drifted) || Math.abs(y.change) - Math.abs(x.change))
  const changed = judged.filter(({ drifted }) => drifted).length
  return { columns: kept.length, of: names.length, compared: judged.length, changed, pairs: judged }
}

function ranked({ columns }: Sample): ReadonlyMap<string, RankedColumn> {
  return new Map(
    columns.flatMap(column =>
      column.kind === 'numeric' ? [[column.name, rankedColumn(column.values)]] : [],
    ),
  )
}

type Compared = Omit<CorrelationPair, 'adjustedPValue' | 'drifted'>

function compared(a: string, b: string, before: RankCorrelation, after: RankCorrelation): Compared[] {
  if (before.rho === undefined || after.rho === undefined) return []
  if (Math.min(before.rows, after.rows) < fewestRows) return []
  if (Math.min(before.varied, after.varied) < fewestVaried) return []
  const change = after.rho - before.rho
  return [{ a, b, reference: before.rho, current: after.rho, change, pValue: pValueOf(before, after) }]
}

/**
 * The distance of both z less that of two correlations 0.1 apart around their mean: 0 where they are just as far apart
 * as is tolerated, so that half of such cases have p below one half.
 */
function pValueOf(before: RankCorrelation, after: RankCorrelation): number {
  const [r, s] = [inside(before), inside(after)]
  const [middle, half] = [(r + s) / 2, toleratedChange / 2]
  const edge = Math.atanh(Math.min(Math.abs(middle) + half, 1 - Number.EPSILON))
  const tolerated = edge - Math.atanh(Math.abs(middle) - half)
  const past = Math.abs(Math.atanh(r) - Math.atanh(s)) - tolerated
  // Within the tolerated difference a larger variance would only bring p nearer to one half.
  const spread = Math.sqrt(varianceOf(before, r, past > 0) + varianceOf(after, s, past > 0))
  // Never 0, which no evidence is.
  return Math.max(normalUpper(past / spread), Number.MIN_VALUE)
}

/** Of Fisher's z. */
function varianceOf(found: RankCorrelation, rho: number, isPast: boolean): number {
  const ofNormal = (1 + rho ** 2 / 2) / (found.rows - 3)
  return isPast ? Math.max(ofNormal, found.variance() / (1 - rho ** 2) ** 2) : ofNormal
}

/** As far from 1 as the largest rho below 1 of so many rows: a perfect order of few rows is not certainty. */
function inside({ rho = 0, rows }: RankCorrelation): number {
  const limit = 1 - 12 / (rows ** 3 - rows)
  return Math.max(-limit, Math.min(limit, rho))
}
