import { formatNumber, formatPercent } from '../report/numbers.ts'
import type { DegradationCheck } from './degradation-check.ts'

export const lowVariance: DegradationCheck = {
  name: 'low_variance',
  definition:
    'Population variance of the current window over the reference’s, which must be above 0; nulls left out.',
  rule: 'low_variance < 0.1',
  severity: 'major',
  measure({ column, reference, current }) {
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
    }
  },
}
