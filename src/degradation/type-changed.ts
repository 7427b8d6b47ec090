import { formatCount } from '../report/numbers.ts'
import type { DegradationCheck } from './degradation-check.ts'

export const typeChanged: DegradationCheck = {
  name: 'type_changed',
  definition:
    'The column has another type than in the reference, or holds values that cannot be read as that type.',
  figures: ['misfits'],
  rule: 'type_changed > 0',
  severity: 'major',
  measure({ column, changed }) {
    if (changed === undefined) return undefined
    const { from, to, misfits, isUntried, examples } = changed
    const named = examples.map(example => `"${example}"`).join(', ')
    const nothingWrong = isUntried
      ? 'a profile does not tell which of its values can be read as that'
      : 'every value can still be read'
    const values =
      misfits === 0
        ? nothingWrong
        : `${formatCount(misfits)} ${misfits === 1 ? 'value' : 'values'} cannot be read as ${from}, such as ${named}`
    const was = from === to ? `"${column}" is ${from}` : `"${column}" was ${from} and is ${to}`
    return {
      figures: { type_changed: 1, misfits },
      baseline: 0,
      current: misfits,
      message: `${was}: ${values}`,
    }
  },
}
