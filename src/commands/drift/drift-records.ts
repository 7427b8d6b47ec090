import type { Records } from '../../report/report.ts'
import type { DriftResult } from './drift-result.ts'
import { multivariateRecords } from './multivariate-report.ts'
import { isInconclusive } from './verdict-of.ts'

const columns = [
  'table',
  'column',
  'kind',
  'verdict',
  'severity',
  'check',
  'statistic',
  'p_value',
  'threshold',
  'psi',
  'baseline',
  'current',
  'message',
] as const

/** All tables as one: a row of the drift table has a test as its check, one of the degradation table a check. */
export function driftRecords({ rows, degradation, multivariate }: DriftResult): Records {
  const drift = rows.map(({ column, verdict, severity, decidedBy, tests, reason }) => {
    const decisive = decidedBy && tests[decidedBy.test]?.result
    const { reference, current } = column.measure
    return [
      'drift',
      column.name,
      column.kind,
      verdict,
      severity,
      decidedBy?.test ?? null,
      decisive?.statistic ?? null,
      decisive?.pValue ?? null,
      decidedBy?.threshold ?? null,
      tests.psi?.result.statistic ?? null,
      reference.mean ?? null,
      current?.mean ?? null,
      reason,
    ]
  })
  const degraded = degradation.map(row => [
    'degradation',
    row.column ?? null,
    null,
    row.degraded ? 'degraded' : isInconclusive(row) ? 'inconclusive' : 'note',
    row.severity,
    row.check,
    null,
    null,
    row.threshold,
    null,
    row.baseline,
    row.current,
    row.message,
  ])
  return {
    columns,
    rows: [...drift, ...degraded, ...(multivariate ? multivariateRecords(multivariate) : [])],
  }
}
