import { expect, it } from 'vitest'
import { andersonDarling } from '../../src/drift/anderson-darling.ts'
import { toPair } from '../../src/drift/column-pair.ts'
import type { TestResult } from '../../src/drift/drift-test.ts'
import { expectNear } from '../stats/golden.ts'
import { expectGolden } from './two-samples.ts'
import { numeric } from './windows.ts'

const of = (first: number[], second: number[]) =>
  andersonDarling.measure(toPair(numeric(first), numeric(second))) as TestResult

it("has the statistic of SciPy's anderson_ksamp, and the p of the limit law at forty digits", () => {
  expectGolden(andersonDarling, { statistic: 1e-9, p: 1e-9 })
})

it('goes on where SciPy clips p to 0.001 and 0.25', () => {
  const ascending = Array.from({ length: 200 }, (_, i) => i)
  expect(
    of(
      ascending,
      ascending.map(x => x + 0.5),
    ).pValue,
  ).toBeGreaterThan(0.999)
  expect(
    of(
      ascending,
      ascending.map(x => x + 150),
    ).pValue,
  ).toBeLessThan(1e-30)
})

it('does not take two values for drift: its p is above that of their chi-square', () => {
  const zerosAndOnes = (zeros: number) => Array.from({ length: 500 }, (_, i) => (i < zeros ? 0 : 1))
  // χ² is 4.07, p 0.044; A² with midranks is that χ², and its limit law says 0.008.
  expect(of(zerosAndOnes(350), zerosAndOnes(320)).pValue).toBeGreaterThan(0.044)
})

it('is sure of a single value', () => {
  expect(of([3, 3, 3], [3, 3]).pValue).toBe(1)
})

it('is the same for mirrored data', () => {
  const [first, second] = [
    [1, 1, 2, 5, 5, 5, 9],
    [1, 2, 2, 2, 7],
  ]
  const mirrored = of(
    first.map(x => -x),
    second.map(x => -x),
  )
  expectNear(mirrored.statistic, of(first, second).statistic, 1e-14)
})

it('takes four values', () => {
  expect(of([1], [2, 3])).toHaveProperty('unavailable')
  expect(of([1], [2, 3, 4])).toHaveProperty('pValue')
})
