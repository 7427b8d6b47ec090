import { expect, it } from 'vitest'
import type { TestResult } from '../../src/drift/drift-test.ts'
import { fisher } from '../../src/drift/fisher.ts'
import { expectNear } from '../stats/golden.ts'
import { goldenTables, tablePair } from './two-samples.ts'

const of = (first: number[], second: number[]) => fisher.measure(tablePair([first, second])) as TestResult

it('agrees with exact sums up to a million rows, and with the odds ratios of SciPy', () => {
  for (const { label, expected, result } of goldenTables(fisher)) {
    if ((expected.p as number) > 1e-300)
      expectNear(result.pValue as number, expected.p as number, 1e-11, label)
    expect('oddsRatio' in result, label).toBe('oddsRatio' in expected)
    if (expected.oddsRatio) expectNear(result.oddsRatio as number, expected.oddsRatio, 1e-14, label)
  }
})

it('is the same for windows and for categories swapped', () => {
  for (const [a, b, c, d] of [
    [8, 2, 1, 5],
    [7, 13, 13, 7],
    [500, 500, 510, 490],
    [123_456, 654_321, 124_000, 653_000],
  ] as const) {
    const { statistic, pValue } = of([a, b], [c, d])
    expectNear(of([c, d], [a, b]).pValue as number, pValue as number, 1e-12)
    expectNear(of([b, a], [d, c]).pValue as number, pValue as number, 1e-12)
    expectNear(of([d, c], [b, a]).statistic, statistic, 1e-14)
  }
})

it('counts the table as probable as its own on the far side', () => {
  // Of 252 tables with these margins 2 are as extreme.
  expectNear(of([5, 0], [0, 5]).pValue as number, 2 / 252, 1e-14)
})

it('answers for a hundred million rows', () => {
  expect(of([5e7, 5e7], [50_010_000, 49_990_000]).pValue).toBeGreaterThan(0.001)
})

it('has nothing to tell of one category, and refuses three', () => {
  expect(of([7], [9])).toEqual({ statistic: 0, pValue: 1 })
  expect(of([0, 7], [0, 9])).toEqual({ statistic: 0, pValue: 1 })
  expect(of([1, 2, 3], [3, 2, 1])).toEqual({ unavailable: 'it compares columns of two categories' })
})

it('underflows to the smallest positive double', () => {
  expect(of([1e6, 0], [0, 1e6]).pValue).toBe(Number.MIN_VALUE)
})
