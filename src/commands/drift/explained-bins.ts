import type { RowSet } from '../../data/row-set.ts'
import type { ExplainedBin } from '../../drift/explain-column.ts'
import type { ExplainedResult } from './explain-result.ts'
import { rangeLabels } from './range-labels.ts'

/** The bins that are shown, in order, and what the others come to. */
export interface ShownBins {
  readonly bins: readonly ExplainedBin[]
  readonly total: number
  readonly others?: OtherBins
}

export interface OtherBins
  extends Pick<ExplainedBin, 'reference' | 'current' | 'referenceRows' | 'currentRows' | 'contribution'> {
  readonly bins: number
}

/** Numbers ascend, categories go by how many rows of the reference they had; of too many bins those that moved most. */
export function shownBins({ explanation, kind, type, most, ...windows }: ExplainedResult): ShownBins {
  const all = kind === 'datetime' ? withTimes(explanation.bins, type) : inOrder(explanation.bins)
  const total = all.length
  if (total <= most) return { bins: all, total }
  const kept = new Set(all.toSorted((a, b) => b.contribution - a.contribution).slice(0, most))
  const rest = all.filter(bin => !kept.has(bin))
  const sum = (part: (bin: ExplainedBin) => number) => rest.reduce((so, bin) => so + part(bin), 0)
  return {
    bins: all.filter(bin => kept.has(bin)),
    total,
    others: {
      bins: rest.length,
      // Of whole rows: a sum of many shares may come out above 1.
      reference: sum(bin => bin.referenceRows) / windows.reference.rows,
      current: sum(bin => bin.currentRows) / windows.current.rows,
      referenceRows: sum(bin => bin.referenceRows),
      currentRows: sum(bin => bin.currentRows),
      contribution: sum(bin => bin.contribution),
    },
  }
}

function inOrder(bins: readonly ExplainedBin[]): readonly ExplainedBin[] {
  const named = bins.filter(({ rows }) => isOneText(rows))
  const others = bins.filter(({ rows }) => !isOneText(rows))
  return [...named.toSorted((a, b) => b.reference - a.reference || b.current - a.current), ...others]
}

/** A category with a bin of its own; the pools of rare and unseen ones know what is not among them. */
function isOneText(rows: RowSet): boolean {
  return rows.type === 'texts' && rows.in !== undefined && rows.in.length === 1 && rows.notIn === undefined
}

function withTimes(bins: readonly ExplainedBin[], type: string): readonly ExplainedBin[] {
  const labels = rangeLabels(
    bins.map(({ rows }) => rows),
    type,
  )
  return bins.map((bin, i) => ({ ...bin, bin: labels[i] ?? bin.bin }))
}
