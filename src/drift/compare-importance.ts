import { midRanks } from '../stats/mid-ranks.ts'
import { pearson } from '../stats/pearson.ts'

/** A column's importance in one version of a model. */
export interface Importance {
  readonly weight: number
  /** Of all weights, 0 to 1. */
  readonly share: number
  /** 1 for the weightiest; equal weights have equal ranks (1, 2, 2, 4). */
  readonly rank: number
}

/**
 * What became of a column's place among the top: it came in, fell out, or is on another side of a column that stayed as
 * well. `kept` stands where it stood, `below` was and is not among them.
 */
export type ImportanceMove = 'entered' | 'left' | 'moved' | 'kept' | 'below'

export interface ImportanceRow {
  readonly column: string
  /** Absent where the file does not name the column. */
  readonly reference?: Importance
  readonly current?: Importance
  /** Difference of the shares, current less reference; a column that is not named has none of the importance. */
  readonly change: number
  readonly move: ImportanceMove
}

export interface ImportanceComparison {
  /** Higher ranks first: by the better of both ranks, the current one, and the name's code points. */
  readonly rows: readonly ImportanceRow[]
  /** Whether the top changed: its members, or their order. */
  readonly changed: boolean
  /** Spearman's rank correlation over all columns; undefined when all weights of a side are equal. */
  readonly rankCorrelation: number | undefined
  /** Half the sum of the absolute share changes: how much of the importance went to other columns, 0 to 1. */
  readonly moved: number
}

type Weights = ReadonlyMap<string, number>

/**
 * Compares the importances of two versions of a model, or of two periods: movement among the top (5, say) is the
 * finding. Only weights above 0 are at the top, and equal weights are there together, so that neither the order of
 * the file nor a tie is a change. Weights are 0 or above, with a positive one on either side.
 */
export function compareImportance(reference: Weights, current: Weights, top: number): ImportanceComparison {
  const columns = [...new Set([...reference.keys(), ...current.keys()])]
  const [before, after] = [importances(reference), importances(current)]
  const sides = columns.map(column => ({ column, before: before.get(column), after: after.get(column) }))
  const isTop = (one: Importance | undefined) => one !== undefined && one.weight > 0 && one.rank <= top
  const stayed = sides.filter(side => isTop(side.before) && isTop(side.after)) as Stayed[]
  const rows = sides.map((side): ImportanceRow => {
    const [was, is] = [isTop(side.before), isTop(side.after)]
    const both = stayed.find(({ column }) => column === side.column)
    const move = both ? (overtakes(both, stayed) ? 'moved' : 'kept') : was ? 'left' : is ? 'entered' : 'below'
    return {
      column: side.column,
      ...(side.before ? { reference: side.before } : {}),
      ...(side.after ? { current: side.after } : {}),
      change: (side.after?.share ?? 0) - (side.before?.share ?? 0),
      move,
    }
  })
  return {
    rows: rows.sort(byRank),
    changed: rows.some(({ move }) => move !== 'kept' && move !== 'below'),
    rankCorrelation: rankCorrelation(columns, reference, current),
    moved: Math.min(1, rows.reduce((sum, { change }) => sum + Math.abs(change), 0) / 2),
  }
}

interface Stayed {
  readonly column: string
  readonly before: Importance
  readonly after: Importance
}

function overtakes(one: Stayed, others: readonly Stayed[]): boolean {
  return others.some(other => (one.before.rank - other.before.rank) * (one.after.rank - other.after.rank) < 0)
}

function importances(weights: Weights): ReadonlyMap<string, Importance> {
  // Divided by the largest first: a sum of large weights may not be a number.
  const largest = Math.max(...weights.values())
  const total = [...weights.values()].reduce((sum, weight) => sum + weight / largest, 0)
  const sorted = [...weights].sort(([, a], [, b]) => b - a)
  let rank = 0
  return new Map(
    sorted.map(([column, weight], i) => {
      if (weight !== sorted[i - 1]?.[1]) rank = i + 1
      return [column, { weight, share: weight / largest / total, rank }]
    }),
  )
}

function rankCorrelation(
  columns: readonly string[],
  reference: Weights,
  current: Weights,
): number | undefined {
  const ranks = (weights: Weights) => midRanks(columns.map(column => weights.get(column) ?? 0))
  return pearson(ranks(reference), ranks(current))
}

function byRank(a: ImportanceRow, b: ImportanceRow): number {
  const best = (row: ImportanceRow) =>
    Math.min(row.reference?.rank ?? Infinity, row.current?.rank ?? Infinity)
  const now = (row: ImportanceRow) => row.current?.rank ?? Number.MAX_VALUE
  return best(a) - best(b) || now(a) - now(b) || (a.column < b.column ? -1 : 1)
}
