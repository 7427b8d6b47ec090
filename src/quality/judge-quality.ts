import type { DegradationRow } from '../degradation/judge-degradation.ts'
import type { Severity } from '../drift/policy.ts'
import { conditionOn, holds, type Rule, rulesFor } from '../drift/rule.ts'
import { formatNumber, formatPercent } from '../report/numbers.ts'
import { qualityMetrics } from './metrics.ts'
import type { Outcomes, QualityMetric } from './outcomes.ts'

export interface QualityOptions {
  /** The column of predictions, else of scores: what the rows are named for. */
  readonly column: string
  /** How far a metric may fall, or an error rise, as a share of the baseline. */
  readonly maxDrop: number
  readonly rules: readonly Rule[]
}

/** Every metric that both windows have, as rows of the degradation table: findings first, then in the metrics' order. */
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
  { column, maxDrop, rules }: QualityOptions,
): DegradationRow[] {
  const [baseline, value] = [metric.compute(reference), metric.compute(current)]
  if (baseline === undefined || value === undefined) return []
  const worse = metric.better === 'higher' ? baseline - value : value - baseline
  // Of a baseline of zero there is no share: any worsening past the limit itself counts.
  const scale = Math.abs(baseline) || 1
  const drop = withoutRounding(worse / scale)
  const given = rulesFor(metric.name, column, rules, [])
  const figures: Record<string, number> = { statistic: value, drop }
  const fired = given.find(rule => rule.conditions.every(each => holds(figures[each.figure], each)))
  const fell = drop > maxDrop && !(metric.isChance?.(reference, current) ?? false)
  const degraded = given.length > 0 ? fired !== undefined : fell
  const shown = fired ?? given[0]
  const limit = metric.better === 'higher' ? baseline - maxDrop * scale : baseline + maxDrop * scale
  return [
    {
      column,
      check: metric.name,
      degraded,
      severity: degraded ? severityOf(drop) : 'none',
      baseline,
      current: value,
      threshold: shown === undefined ? limit : conditionOn(metric.name, shown).limit,
      message: describe(metric, baseline, value, drop),
    },
  ]
}

/** Twelve digits: from 0.8 to 0.76 is a drop of exactly 5%, though not in binary. */
function withoutRounding(share: number): number {
  return Number(share.toPrecision(12))
}

function severityOf(drop: number): Severity {
  return drop > 0.2 ? 'major' : drop > 0.1 ? 'moderate' : 'minor'
}

function describe({ name }: QualityMetric, baseline: number, value: number, drop: number): string {
  const change =
    drop === 0 ? 'no change' : `${formatPercent(Math.abs(drop))} ${drop > 0 ? 'worse' : 'better'}`
  return `${name} ${formatNumber(baseline)} → ${formatNumber(value)}, ${change}`
}
