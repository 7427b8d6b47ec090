import { chiSquareUpper } from '../stats/chi-square-upper.ts'
import type { TestResult } from './drift-test.ts'
import type { ColumnMeasure } from './measure-column.ts'

/**
 * Whether a window holds so few values that the test could not have got below the limit, whatever they were: a p-value
 * of 1 is then no evidence of anything. Only KS and chi-square, which decide by default, are looked at, under either of
 * their laws.
 */
export function tooFew(test: string, figure: string, limit: number, measure: ColumnMeasure): boolean {
  const result = measure.tests[test]
  if (result === undefined || measure.current === undefined) return false
  const [n, m] = [valuesOf(measure.reference), valuesOf(measure.current)]
  if (test === 'ks') return isPValue(figure) && smallestExactP(n, m) >= limit
  if (test !== 'chi-square') return false
  if (figure === 'exactPValue') return smallestExactP(n, m) / (n === m ? 1 : 2) >= limit
  return figure === 'pValue' && smallestChiSquareP(n + m, result) >= limit
}

function valuesOf({ rows, nulls, infinite = 0 }: ColumnMeasure['reference']): number {
  return rows - nulls - infinite
}

function isPValue(figure: string): boolean {
  return figure === 'pValue' || figure === 'tieAwarePValue'
}

/**
 * Two windows without overlap, D = 1: 2 of the C(n + m, n) orders; and so for categories, though of windows of unequal size
 * one only. 0 where it underflows.
 */
function smallestExactP(n: number, m: number): number {
  let p = 2
  for (let k = 1; k <= Math.min(n, m) && p > 0; k++) p *= k / (Math.max(n, m) + k)
  return Math.min(1, p)
}

/** Two windows without a category in common: the statistic is the number of values. */
function smallestChiSquareP(values: number, { dof }: TestResult): number {
  return chiSquareUpper(values, Math.max(1, dof ?? 1))
}
