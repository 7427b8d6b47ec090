import type { RowSet } from '../data/row-set.ts'

/** A bin on its way: how many rows of either window fall into it. */
export interface RobustBin {
  readonly label: string
  readonly reference: number
  readonly current: number
  /** Which rows these are. */
  readonly rows: RowSet
  /** Where the statistic counts other rows of the reference here than are in `rows`: how many are. */
  readonly held?: number
}

/** The bins, and how many more there would be were pooled categories known. */
export interface RobustBins {
  readonly bins: readonly RobustBin[]
  readonly hidden: number
}

/** Whether the statistic has the bin: not where all of its rows are expected elsewhere. */
export function isCounted({ reference, current }: Pick<RobustBin, 'reference' | 'current'>): boolean {
  return reference > 0 || current > 0
}
