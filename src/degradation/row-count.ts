import { formatCount, formatPercent } from '../report/numbers.ts'
import type { Finding } from './degradation-check.ts'

/** A window this many times smaller or larger than the reference is worth a note. */
const notable = 10

/** Rows of the current window over the reference's. The one check of a window rather than of a column. */
export const rowCount = {
  name: 'row_count',
  definition: 'Rows of the current window over the reference’s; row_count.rows is their number.',
  figures: ['rows'],
  severity: 'moderate',
  measure(reference: number, current: number): Finding {
    const ratio = current / reference
    return {
      figures: { row_count: ratio, rows: current },
      baseline: reference,
      current,
      message: `the current window has ${formatCount(current)} rows, ${formatPercent(ratio)} of the reference's`,
    }
  },
  isNotable: (reference: number, current: number) =>
    current * notable < reference || reference * notable < current,
} as const
