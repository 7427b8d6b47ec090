import { formatCount } from '../report/numbers.ts'
import type { DegradationCheck } from './degradation-check.ts'

/** Columns with few values lose some by chance in a small window, so the check starts above ten. */
const moreThan = 10

export const cardinalityCollapse: DegradationCheck = {
  name: 'cardinality_collapse',
  definition: `Distinct values of the current window over the reference’s, which must have more than ${moreThan}.`,
  rule: 'cardinality_collapse < 0.3',
  severity: 'major',
  measure({ column, reference, current }) {
    if (reference === undefined || current === undefined || reference.distinct <= moreThan) return undefined
    // Of estimates the ends that are nearest to each other: what collapses there has collapsed.
    const [least] = reference.distinctRange ?? [reference.distinct]
    const [, most] = current.distinctRange ?? [0, current.distinct]
    const values = `${formatCount(reference.distinct)} to ${formatCount(current.distinct)}`
    return {
      figures: { cardinality_collapse: most / least },
      baseline: reference.distinct,
      current: current.distinct,
      message: `the distinct values of "${column}" fell from ${values}`,
    }
  },
}
