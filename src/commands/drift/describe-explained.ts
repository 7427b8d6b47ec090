import { describeChange } from '../../drift/describe-change.ts'
import { formatPercent } from '../../report/numbers.ts'
import type { ExplainedResult } from './explain-result.ts'
import { textsOf } from './value-texts.ts'

/** What changed, in one plain sentence. */
export function describeExplained(result: ExplainedResult): string {
  const { change, quantiles, bins, psi } = result.explanation
  const nulls = bins.find(({ rows }) => rows.type === 'null')
  if (nulls && (change === undefined || nulls.contribution > psi.statistic / 2)) {
    return `${formatPercent(nulls.reference)} → ${formatPercent(nulls.current)} of rows are null`
  }
  if (change === undefined) return 'every row of both windows holds a value'
  if (result.kind !== 'datetime') return describeChange(change)
  const median = quantiles.find(({ level }) => level === 0.5)
  if (median === undefined || median.shift === 0) return describeChange({ type: 'none' })
  const { value } = textsOf(result)
  return `median ${value(median.reference)} → ${value(median.current)}`
}
