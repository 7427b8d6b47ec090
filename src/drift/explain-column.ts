import type { RowSet } from '../data/row-set.ts'
import type { ColumnProfile } from '../profile/profile.ts'
import type { OpaqueProfile } from '../profile/profiler.ts'
import { type ColumnSummary, summarize } from '../profile/summary.ts'
import { adjustPValues } from '../stats/adjust-p-values.ts'
import { chiSquareUpper } from '../stats/chi-square-upper.ts'
import { type Change, changeOf } from './change.ts'
import { toPair } from './column-pair.ts'
import type { ColumnPair, TestSettings } from './drift-test.ts'
import { presenceBins } from './presence-bins.ts'
import { calibratedP, fewestRows, unchangedP } from './psi-calibrated.ts'
import { type QuantileShift, quantileShifts } from './quantile-shifts.ts'
import { isCounted, type RobustBins } from './robust-bin.ts'
import { countsOf, robustBinsOf } from './robust-bins.ts'
import { type UnseenValues, unseenValues } from './unseen-values.ts'
import { partsOf, type WhereBin } from './where.ts'

/** One bin's part in the change, its rows, and how surprising it is among all bins. */
export interface ExplainedBin extends WhereBin {
  /** Rows that are in the bin. `reference` and `current` are their shares of all rows, nulls included. */
  readonly referenceRows: number
  readonly currentRows: number
  /** The share of the reference that the statistic counts here, where that is another: what is unseen by chance. */
  readonly expected?: number
  /** Two-sided, of the residual, and by Holm's procedure over the bins. */
  readonly pValue: number
  readonly adjustedPValue: number
  readonly rows: RowSet
}

/** The calibrated PSI that the bins add up to. */
export interface ExplainedPsi {
  readonly statistic: number
  readonly dof: number
  /** For a PSI no larger than the minimum effect, and for no change; absent below `fewestRows` in a window. */
  readonly pValue?: number
  readonly unchanged?: number
}

/** Where a column moved, and how far. */
export interface Explanation {
  readonly reference: ColumnSummary
  readonly current: ColumnSummary
  readonly psi: ExplainedPsi
  readonly bins: readonly ExplainedBin[]
  /** False where the bins tell only whether there is a value. */
  readonly isBinned: boolean
  readonly change?: Change
  readonly quantiles: readonly QuantileShift[]
  readonly unseen: UnseenValues
}

/**
 * Takes a column's change apart: by the bins of `psi-calibrated`, whose contributions are its terms, and by quantiles.
 * Of windows of which one holds no value, and of columns whose values are not compared, by whether there is a value.
 */
export function explainColumn(
  reference: ColumnProfile | OpaqueProfile,
  current: ColumnProfile | OpaqueProfile,
  { alpha, minEffect }: Pick<TestSettings, 'minEffect'> & { readonly alpha: number },
): Explanation {
  const pair = pairOf(reference, current)
  const robust: RobustBins = pair
    ? robustBinsOf(pair.reference, pair.current)
    : { bins: presenceBins(reference, current), hidden: 0 }
  const bins = explainBins(robust, reference.rows, current.rows)
  return {
    reference: summarize(reference),
    current: summarize(current),
    psi: psiOf(bins, robust, reference.rows, current.rows, minEffect),
    bins,
    isBinned: pair !== undefined,
    ...(pair ? { change: changeOf(pair) } : {}),
    quantiles:
      pair?.kind === 'numeric' ? quantileShifts(pair.given.reference, pair.given.current, alpha) : [],
    unseen: unseenValues(reference, current),
  }
}

/** Both sides in the form that tests take, where both hold values of one kind. */
function pairOf(
  reference: ColumnProfile | OpaqueProfile,
  current: ColumnProfile | OpaqueProfile,
): ColumnPair | undefined {
  if (reference.kind === 'opaque' || current.kind === 'opaque') return undefined
  return holdsValues(reference) && holdsValues(current) ? toPair(reference, current) : undefined
}

function holdsValues(profile: ColumnProfile): boolean {
  if (profile.kind === 'numeric') return profile.ecdf.values.length > 0
  return profile.counts.size > 0 || profile.pooled !== undefined
}

/** All of its rows are expected to be among the unseen ones. */
const uncounted = { reference: 0, current: 0, contribution: 0, residual: 0 }

function explainBins({ bins, hidden }: RobustBins, n: number, m: number): readonly ExplainedBin[] {
  const parts = partsOf(countsOf({ bins, hidden }, n, m), 'robust')
  const pValues = parts.map(({ residual }) =>
    Math.max(chiSquareUpper(residual * residual, 1), Number.MIN_VALUE),
  )
  const adjusted = adjustPValues(pValues, 'holm')
  const places = new Map(bins.filter(isCounted).map((bin, i) => [bin, i]))
  return bins.map(each => {
    const { rows, held, ...bin } = each
    const place = places.get(each)
    const part = place === undefined ? { ...uncounted, bin: bin.label } : (parts[place] as WhereBin)
    const referenceRows = held ?? bin.reference
    return {
      ...part,
      reference: referenceRows / n,
      referenceRows,
      currentRows: bin.current,
      ...(held === undefined ? {} : { expected: part.reference }),
      pValue: place === undefined ? 1 : (pValues[place] as number),
      adjustedPValue: place === undefined ? 1 : (adjusted[place] as number),
      rows,
    }
  })
}

function psiOf(
  bins: readonly ExplainedBin[],
  { bins: robust, hidden }: RobustBins,
  n: number,
  m: number,
  minEffect: number,
): ExplainedPsi {
  const statistic = bins.reduce((sum, { contribution }) => sum + contribution, 0)
  const counted = robust.filter(isCounted).length
  const dof = counted - 1 + hidden
  if (Math.min(n, m) < fewestRows) return { statistic, dof }
  const sized = { statistic, dof, size: (n * m) / (n + m) }
  return { statistic, dof, pValue: calibratedP(sized, minEffect), unchanged: unchangedP(sized) }
}
