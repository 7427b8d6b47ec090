import { expect, it } from 'vitest'
import type { TestResult } from '../../src/drift/drift-test.ts'
import { gTest } from '../../src/drift/g-test.ts'
import { expectNear } from '../stats/golden.ts'
import { goldenTables, tablePair } from './two-samples.ts'

const of = (first: number[], second: number[]) => gTest.measure(tablePair([first, second])) as TestResult

it("agrees with SciPy's chi2_contingency(lambda_='log-likelihood')", () => {
  for (const { label, expected, result } of goldenTables(gTest)) {
    expect(result.dof).toBe(expected.dof)
    expect(Math.abs(result.statistic - (expected.statistic as number)), label).toBeLessThan(
      1e-9 + 1e-12 * result.statistic,
    )
    if ((expected.p as number) > 1e-300)
      expectNear(result.pValue as number, expected.p as number, 1e-8, label)
  }
})

it('has exactly 0 for proportional windows, however large', () => {
  expect(of([3e8, 6e8, 9e8], [1e8, 2e8, 3e8])).toEqual({ statistic: 0, pValue: 1, dof: 2 })
})

it('keeps its digits where the windows hardly differ', () => {
  // Half of G of a 2 × 2 table off by one in a million each: Σ (O-E)²/2E to leading order.
  expectNear(of([1e6 + 1, 1e6 - 1], [1e6, 1e6]).statistic, 1e-6, 1e-9)
})

it('is the known answer of the shared fixtures', () => {
  const { statistic, pValue } = of([50, 30, 15, 5, 0], [40, 30, 15, 0, 15])
  expectNear(statistic, 28.839295935669767, 1e-14)
  expectNear(pValue as number, 8.427541802991516e-6, 1e-12)
})

it('underflows to the smallest positive double', () => {
  expect(of([1e6, 0], [0, 1e6]).pValue).toBe(Number.MIN_VALUE)
})
