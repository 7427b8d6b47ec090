import type { DegradationCheck } from './degradation-check.ts'

export const missingFeature: DegradationCheck = {
  name: 'missing_feature',
  definition: 'The column is in the reference and not in the current window; nothing else is checked for it.',
  rule: 'missing_feature > 0',
  severity: 'major',
  measure({ column, current }) {
    if (current !== undefined) return undefined
    const message = `"${column}" is entirely absent from the current window`
    return { figures: { missing_feature: 1 }, baseline: 1, current: 0, message }
  },
}
