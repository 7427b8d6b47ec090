import type { DriftRow } from '../../drift/policy.ts'
import { formatNumber, formatPValue } from '../../report/numbers.ts'
import type { Check } from '../../report/report.ts'
import type { DriftResult } from './drift-result.ts'
import { multivariateChecks } from './multivariate-report.ts'
import { isInconclusive } from './verdict-of.ts'

/** Degradation before drift, since it is the graver of the two; then in the order of either table. */
export function driftChecks({ rows, degradation, multivariate }: DriftResult): readonly Check[] {
  const degraded = degradation.map((row): Check => {
    const { column, check, message } = row
    return {
      group: 'degradation',
      name: column === undefined ? check : `${column}: ${check}`,
      outcome: row.degraded ? 'failed' : isInconclusive(row) ? 'skipped' : 'passed',
      title: column === undefined ? check : `${check}: ${column}`,
      message,
    }
  })
  const drift = rows.map((row): Check => {
    const outcome = row.verdict === 'drifted' ? 'failed' : row.verdict === 'stable' ? 'passed' : 'skipped'
    const { name } = row.column
    return {
      group: 'drift',
      name,
      outcome,
      title: `drift: ${name}`,
      message: [numbersOf(row), row.reason].filter(Boolean).join('; '),
    }
  })
  const worstFirst = (check: Check) => (check.outcome === 'failed' ? 0 : 1)
  const wholes = multivariate ? multivariateChecks(multivariate) : []
  return [...degraded, ...drift, ...wholes].sort((a, b) => worstFirst(a) - worstFirst(b))
}

/** Such as `ks 0.31, p 2e-16 (limit 0.01), psi 0.42`: the feature's name stands before it. */
function numbersOf({ decidedBy, tests }: DriftRow): string {
  const decisive = decidedBy && tests[decidedBy.test]?.result
  if (decidedBy === undefined || decisive === undefined) return ''
  const { statistic, pValue } = decisive
  const limit = decidedBy.threshold === null ? '' : ` (limit ${formatNumber(decidedBy.threshold)})`
  const p = pValue === undefined ? '' : `, p ${formatPValue(pValue)}`
  const psi = tests.psi && decidedBy.test !== 'psi' ? `, psi ${formatNumber(tests.psi.result.statistic)}` : ''
  return `${decidedBy.test} ${formatNumber(statistic)}${p}${limit}${psi}`
}
