import type { DegradationRow } from '../../degradation/degradation-row.ts'
import type { DriftRow } from '../../drift/policy.ts'
import { MlregError } from '../../errors.ts'
import type { DriftOptions } from './drift-options.ts'
import { isInconclusive } from './verdict-of.ts'

/**
 * A gate that wants to be sure does not pass on a window that could not have shown what it is to fail on. Throws
 * `cannot-compare`, naming the columns and how many rows the first of them takes.
 */
export function requirePower(
  rows: readonly DriftRow[],
  degradation: readonly DegradationRow[],
  { failOn }: DriftOptions,
): void {
  const failsOn = (what: string) => failOn.includes(what) || failOn.includes('none')
  const few = failsOn('drift') ? rows.filter(row => row.verdict === 'not-enough-data') : []
  const open = failsOn('degradation') ? degradation.filter(isInconclusive) : []
  const unjudged = [
    ...few.map(({ column, reason }) => ({ name: column.name, why: `${column.name}: ${reason}` })),
    ...open.map(({ column, check, message }) => ({ name: `${check} of ${column}`, why: message })),
  ]
  const [first] = unjudged
  if (first === undefined) return
  const names = unjudged.slice(0, 3).map(({ name }) => `"${name}"`)
  const more = unjudged.length > 3 ? ` and ${unjudged.length - 3} more` : ''
  throw new MlregError('cannot-compare', `too few rows to judge ${names.join(', ')}${more}`, {
    hint: first.why,
  })
}
