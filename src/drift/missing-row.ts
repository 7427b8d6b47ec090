import type { DriftRow, MeasuredColumn } from './policy.ts'

/** A missing feature is as far from the reference as can be: statistic 1, p 0, and no further test. */
export function missingRow(column: MeasuredColumn, test: string, threshold: number | null): DriftRow {
  const judged = {
    result: { statistic: 1, pValue: 0 },
    drifted: true,
    ...(threshold === null ? {} : { threshold }),
  }
  return {
    column,
    verdict: 'drifted',
    severity: 'major',
    decidedBy: { test, figure: 'pValue', threshold },
    tests: { [test]: judged },
    reason: 'the column is absent from the current window',
  }
}
