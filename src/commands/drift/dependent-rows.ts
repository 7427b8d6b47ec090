import type { OpenedWindow } from '../../data/window.ts'
import { isDependent } from '../../drift/autocorrelation.ts'
import type { MeasuredColumn } from '../../drift/policy.ts'
import { formatCount, formatNumber } from '../../report/numbers.ts'
import { listed } from './warnings-of.ts'

/**
 * One line for all columns in whose rows values linger: a run of 100 equal ones says hardly more than one of them, and
 * every p-value takes them for 100.
 */
export function dependentRows(
  reference: OpenedWindow,
  current: OpenedWindow,
  measured: readonly MeasuredColumn[],
): readonly string[] {
  const found = measured.flatMap(({ name, measure: { autocorrelation } }) => {
    const sides = [
      { rows: reference.rows, time: autocorrelation?.reference },
      { rows: current.rows, time: autocorrelation?.current },
    ]
    const dependent = sides.flatMap(({ rows, time }) => (isDependent(time) ? [{ rows, tau: time.tau }] : []))
    const [worst] = dependent.sort((a, b) => b.tau - a.tau)
    return worst === undefined ? [] : [{ name, ...worst }]
  })
  const [worst] = found.toSorted((a, b) => b.tau - a.tau)
  if (worst === undefined) return []
  const tau = `tau ${found.length === 1 ? '' : 'up to '}${formatNumber(twoDigits(worst.tau))}`
  const count = `${formatCount(worst.rows)} rows${found.length === 1 ? '' : ` of ${worst.name}`}`
  const worth = formatCount(twoDigits(worst.rows / worst.tau))
  const names = listed(found.map(({ name }) => name))
  return [
    `rows of ${names} are not independent: ${tau}, ${count} count as about ${worth}; with --block those of a day, of a customer or the like count together`,
  ]
}

/** It is an estimate. */
function twoDigits(value: number): number {
  return Number(value.toPrecision(2))
}
