import type { Change, Operator } from './rule.ts'

// A decimal is off by half a unit in the last place when it is stored, and so is each result: of a value, of the
// champion's, of the change and of their sum that is two units, of a percentage three.
const units = 4

/**
 * Whether `value OPERATOR bound` holds. Numbers that differ by no more than 4 units in the last place (a relative
 * 8.9e-16) of the largest number involved count as equal, so that what was written in decimals is compared in
 * decimals: 0.3 >= 0.1 + 0.2. `involved` are the numbers that the bound was made of.
 */
export function compareNumbers(
  value: number,
  operator: Operator,
  bound: number,
  involved: readonly number[] = [],
): boolean {
  const isEqual = isAboutEqual(value, bound, involved)
  if (operator === '=') return isEqual
  if (operator === '!=') return !isEqual
  if (operator === '>=') return isEqual || value > bound
  if (operator === '<=') return isEqual || value < bound
  return !isEqual && (operator === '>' ? value > bound : value < bound)
}

function isAboutEqual(value: number, bound: number, involved: readonly number[]): boolean {
  if (value === bound) return true
  const largest = Math.max(Math.abs(value), Math.abs(bound), ...involved.map(Math.abs))
  // Beside an infinite number any other would be equal to any.
  return Number.isFinite(largest) && Math.abs(value - bound) <= units * Number.EPSILON * largest
}

/**
 * The champion's figure after a change: `+ 0.02` adds, `* 1.02` multiplies, `+ 2%` adds 2% of the figure's size, so that
 * it asks for more of a negative figure too (the relative change of MLflow's MetricThreshold).
 */
export function changed(figure: number, change: Change | undefined): number {
  if (change === undefined) return figure
  if (change.kind === 'difference') return figure + change.by
  return change.kind === 'factor' ? figure * change.by : figure + change.by * Math.abs(figure)
}

/** A computed number as people would write it: 0.7 + 0.1 is 0.8. */
export function asWritten(x: number): number {
  return Number(x.toPrecision(15))
}
