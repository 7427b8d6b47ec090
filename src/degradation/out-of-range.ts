import { counted, formatNumber, formatPercent } from '../report/numbers.ts'
import type { DegradationCheck } from './degradation-check.ts'

export const outOfRange: DegradationCheck = {
  name: 'out_of_range',
  definition: 'Share of the current window’s values below the reference’s minimum or above its maximum.',
  severity: 'moderate',
  isNote: true,
  measure({ column, reference, current, outside }) {
    if (outside === undefined || outside.rows === 0) return undefined
    if (reference?.min === undefined || current?.min === undefined) return undefined
    const span = (low: number, high = low) => `${formatNumber(low)} to ${formatNumber(high)}`
    return {
      figures: { out_of_range: outside.share },
      baseline: 0,
      current: outside.share,
      message:
        `${counted(outside.rows, 'value')} of "${column}" (${formatPercent(outside.share)}) ` +
        `${outside.rows === 1 ? 'is' : 'are'} outside ` +
        `${span(reference.min, reference.max)}; now ${span(current.min, current.max)}`,
    }
  },
}
