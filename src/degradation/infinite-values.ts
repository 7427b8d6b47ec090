import { counted, formatCount } from '../report/numbers.ts'
import type { DegradationCheck } from './degradation-check.ts'

export const infiniteValues: DegradationCheck = {
  name: 'infinite_values',
  definition: 'Share of infinite values in the current window; they are left out of every distribution test.',
  severity: 'moderate',
  isNote: true,
  measure({ column, reference, current }) {
    if (reference === undefined || current === undefined || !current.infinite) return undefined
    const before = reference.infinite ?? 0
    return {
      figures: { infinite_values: current.infinite / current.rows },
      baseline: before / reference.rows,
      current: current.infinite / current.rows,
      message: `${counted(current.infinite, 'value')} of "${column}" ${current.infinite === 1 ? 'is' : 'are'} infinite, ${formatCount(before)} in the reference`,
    }
  },
}
