import type { Outcomes, QualityMetric } from './outcomes.ts'

/** One metric in both windows. */
export interface Pair {
  readonly metric: QualityMetric
  readonly reference: Outcomes
  readonly current: Outcomes
  readonly baseline: number
  readonly value: number
}

/** By how much the metric got worse, as a share of its baseline: above 0 for a higher error or a lower score. */
export function dropOf({ metric, baseline, value }: Pair): number {
  const worse = metric.better === 'higher' ? baseline - value : value - baseline
  // Twelve digits: from 0.8 to 0.76 is a drop of exactly 5%, though not in binary.
  return Number((worse / scaleOf(baseline)).toPrecision(12))
}

/** The value that a drop of this share ends at. */
export function limitOf({ metric, baseline }: Pair, drop: number): number {
  const fall = drop * scaleOf(baseline)
  return metric.better === 'higher' ? baseline - fall : baseline + fall
}

/** Of a baseline of zero there is no share: any worsening past the limit itself counts. */
function scaleOf(baseline: number): number {
  return Math.abs(baseline) || 1
}
