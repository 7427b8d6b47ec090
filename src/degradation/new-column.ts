import type { DegradationCheck } from './degradation-check.ts'

export const newColumn: DegradationCheck = {
  name: 'new_column',
  definition: 'The column is in the current window only: a note that fails nothing.',
  severity: 'none',
  isNote: true,
  measure({ column, reference }) {
    if (reference !== undefined) return undefined
    const message = `"${column}" is in the current window only and takes no part`
    return { figures: { new_column: 1 }, baseline: 0, current: 1, message }
  },
}
