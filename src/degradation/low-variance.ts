import { coreFor, type SpreadEvidence } from '../drift/column-evidence.ts'
import { formatNumber, formatPercent } from '../report/numbers.ts'
import { type SamplingLaw, unbounded } from '../stats/bounds.ts'
import type { CoreMoments } from '../stats/core-moments.ts'
import { spreadBounds } from '../stats/spread-bounds.ts'
import type { ColumnFacts, DegradationCheck } from './degradation-check.ts'

export const lowVariance: DegradationCheck = {
  name: 'low_variance',
  definition:
    'Population variance of the current window over the reference’s, which must be above 0; nulls left out.',
  rule: 'low_variance < 0.1',
  severity: 'major',
  measure(facts) {
    const { column, reference, current } = facts
    if (reference?.sd === undefined || current?.sd === undefined || reference.sd === 0) return undefined
    const [baseline, variance] = [reference.variance ?? 0, current.variance ?? 0]
    // The quotient of variances is exact where they are; that of deviations has the greater range.
    const inRange = baseline > 0 && baseline < Infinity && variance < Infinity
    const ratio = inRange ? variance / baseline : (current.sd / reference.sd) ** 2
    const constant = current.sd === 0 ? `: it is constant, ${formatNumber(current.mean ?? 0)}` : ''
    return {
      figures: { low_variance: ratio },
      baseline,
      current: variance,
      message: `the variance of "${column}" is ${formatPercent(ratio)} of the reference's${constant}`,
      chance: { laws: { low_variance: lawOf(facts) } },
    }
  },
}

/**
 * The ratio to the reference's core, which lacks the rare large values that may be missing by chance, and the sampling
 * error of both spreads. One value all over has no spread to judge by, so chance must not make it so.
 */
function lawOf({ evidence }: ColumnFacts): SamplingLaw {
  const spread = evidence?.spread
  if (spread === undefined) return () => unbounded
  return (confidence, times) => {
    const count = spread.currentCount * times
    const isConstant = spread.current.sd === 0
    if (isConstant && !isUnlikelyConstant(spread, count, confidence)) return unbounded
    const now = { ...spread.current, count }
    const against = (before: CoreMoments) =>
      spreadBounds(now, { ...before, count: spread.referenceCount }, confidence)
    return { low: against(spread.reference).low, high: against(coreFor(spread, times)).high }
  }
}

/**
 * Whether a window of so many values, drawn from the reference, would hold one value only with no more than the
 * probability that confidence leaves: at most that all others repeat the first, each with the share of the commonest.
 */
function isUnlikelyConstant(
  { mostAlike, referenceCount }: SpreadEvidence,
  values: number,
  confidence: number,
): boolean {
  return (mostAlike / referenceCount) ** (values - 1) <= 1 - confidence
}
