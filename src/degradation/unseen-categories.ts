import { formatCount, formatPercent } from '../report/numbers.ts'
import type { DegradationCheck } from './degradation-check.ts'

export const unseenCategories: DegradationCheck = {
  name: 'unseen_categories',
  definition: 'Share of the current window’s values that the reference never held (categorical columns).',
  severity: 'moderate',
  isNote: true,
  measure({ column, kind, outside }) {
    if (outside === undefined || outside.rows === 0 || kind === 'numeric' || kind === 'datetime')
      return undefined
    const names = outside.examples.map(example => `"${example}"`).join(', ')
    const more = outside.distinct > outside.examples.length ? ', …' : ''
    const values = outside.distinct === 1 ? 'a value' : `${formatCount(outside.distinct)} values`
    return {
      figures: { unseen_categories: outside.share },
      baseline: 0,
      current: outside.share,
      message: `${formatPercent(outside.share)} of "${column}" is ${values} the reference never held: ${names}${more}`,
    }
  },
}
