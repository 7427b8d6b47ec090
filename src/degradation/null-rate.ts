import { formatPercent } from '../report/numbers.ts'
import { rateBounds } from '../stats/rate-bounds.ts'
import { ratioBounds } from '../stats/ratio-bounds.ts'
import type { DegradationCheck } from './degradation-check.ts'

/** The rate alone would flag a column that was always half empty, so the ratio must be past its limit too. */
export const nullRate: DegradationCheck = {
  name: 'null_rate',
  definition:
    'null_rate = share of null or NaN cells in the current window, null_ratio = that over the reference’s share.',
  figures: ['null_ratio'],
  rule: 'null_rate > 0.05 and null_ratio > 3',
  severity: 'moderate',
  measure({ column, reference, current }) {
    if (reference === undefined || current === undefined || current.rows === 0) return undefined
    const baseline = reference.nulls / reference.rows
    const rate = current.nulls / current.rows
    // Products of counts are exact, so that exactly three times the rate gives exactly 3.
    const ratio = rate === 0 ? 0 : (current.nulls * reference.rows) / (reference.nulls * current.rows)
    return {
      figures: { null_rate: rate, null_ratio: ratio },
      baseline,
      current: rate,
      message: `${formatPercent(rate)} of the rows of "${column}" are empty, ${formatPercent(baseline)} in the reference`,
      chance: {
        laws: {
          null_rate: (confidence, times) =>
            rateBounds(current.nulls * times, current.rows * times, confidence),
          null_ratio: (confidence, times) =>
            ratioBounds(
              { value: rate, ...rateBounds(current.nulls * times, current.rows * times, confidence) },
              { value: baseline, ...rateBounds(reference.nulls, reference.rows, confidence) },
            ),
        },
      },
    }
  },
}
