import type { DegradationRow } from '../degradation/degradation-row.ts'
import { inconclusive } from '../degradation/weigh.ts'
import type { Severity } from '../drift/policy.ts'
import { conditionOn, holds, type Rule, rulesFor } from '../drift/rule.ts'
import { formatNumber, formatPercent } from '../report/numbers.ts'
import { qualityMetrics } from './metrics.ts'
import type { Outcomes, QualityMetric } from './outcomes.ts'
import { dropOf, limitOf, type Pair } from './pair.ts'
import { weighFall } from './weigh-fall.ts'

export interface QualityOptions {
  /** The column of predictions, else of scores: what the rows are named for. */
  readonly column: string
  /** How far a metric may fall, or an error rise, as a share of the baseline. */
  readonly maxDrop: number
  readonly rules: readonly Rule[]
  /** How sure a fall has to be, 0.5 to 1; absent to judge metrics as they are. */
  readonly confidence?: number | undefined
}

/**
 * Every metric that both windows have, as rows of the degradation table: findings first, then in the metrics' order.
 * With a confidence, a metric has fallen when the one-sided confidence bound of it has; one that fell by less than
 * chance may give is a note that says so. The user's rules are taken at their word.
 */
export function judgeQuality(
  reference: Outcomes,
  current: Outcomes,
  options: QualityOptions,
): readonly DegradationRow[] {
  const rows = qualityMetrics.flatMap(metric => judgeMetric(metric, reference, current, options))
  return [...rows.filter(row => row.degraded), ...rows.filter(row => !row.degraded)]
}

function judgeMetric(
  metric: QualityMetric,
  reference: Outcomes,
  current: Outcomes,
  { column, maxDrop, rules, confidence }: QualityOptions,
): DegradationRow[] {
  const [baseline, value] = [metric.compute(reference), metric.compute(current)]
  if (baseline === undefined || value === undefined) return []
  const pair: Pair = { metric, reference, current, baseline, value }
  const drop = dropOf(pair)
  const given = rulesFor(metric.name, column, rules, [])
  const figures: Record<string, number> = { statistic: value, drop }
  const fired = given.filter(rule => rule.conditions.every(each => holds(figures[each.figure], each)))
  const isChance = confidence === undefined && (metric.isChance?.(reference, current) ?? false)
  const fell = given.length > 0 ? fired.length > 0 : drop > maxDrop && !isChance
  const isWeighed = fell && given.length === 0 && confidence !== undefined
  const evidence = isWeighed ? weighFall(pair, maxDrop, confidence) : undefined
  const isOpen = evidence?.evidence === 'inconclusive'
  const degraded = fell && !isOpen
  const shown = fired[0] ?? given[0]
  const message = describe(metric, baseline, value, drop)
  return [
    {
      column,
      check: metric.name,
      degraded,
      severity: degraded ? severityOf(drop) : 'none',
      baseline,
      current: value,
      threshold: shown === undefined ? limitOf(pair, maxDrop) : conditionOn(metric.name, shown).limit,
      message: isOpen ? message + inconclusive(evidence) : message,
      ...evidence,
    },
  ]
}

function severityOf(drop: number): Severity {
  return drop > 0.2 ? 'major' : drop > 0.1 ? 'moderate' : 'minor'
}

function describe({ name }: QualityMetric, baseline: number, value: number, drop: number): string {
  const change =
    drop === 0 ? 'no change' : `${formatPercent(Math.abs(drop))} ${drop > 0 ? 'worse' : 'better'}`
  return `${name} ${formatNumber(baseline)} → ${formatNumber(value)}, ${change}`
}
