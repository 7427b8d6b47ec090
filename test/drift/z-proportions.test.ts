import { expect, it } from 'vitest'
import type { TestResult } from '../../src/drift/drift-test.ts'
import { zProportions } from '../../src/drift/z-proportions.ts'
import { expectNear } from '../stats/golden.ts'
import { goldenTables, tablePair } from './two-samples.ts'

const of = (first: number[], second: number[]) =>
  zProportions.measure(tablePair([first, second])) as TestResult

it('agrees with the formula at forty digits', () => {
  for (const { label, expected, result } of goldenTables(zProportions)) {
    if (expected.statistic === 0) expect(result).toEqual({ statistic: 0, pValue: 1 })
    else expectNear(result.statistic, expected.statistic as number, 1e-14, label)
    expectNear(result.pValue as number, expected.p as number, 1e-11, label)
  }
})

it('changes nothing but its sign when the windows are swapped', () => {
  const [there, back] = [of([60, 40], [700, 310]), of([700, 310], [60, 40])]
  expectNear(back.statistic, -there.statistic, 1e-15)
  expectNear(back.pValue as number, there.pValue as number, 1e-14)
})

it('is positive when the reference has more of the last category', () => {
  expect(of([60, 40], [70, 30]).statistic).toBeGreaterThan(0)
  expect(of([70, 30], [60, 40]).statistic).toBeLessThan(0)
})

it('refuses one category and three', () => {
  expect(of([7], [9])).toEqual({ unavailable: 'it compares columns of exactly two categories' })
  expect(of([1, 1, 1], [1, 1, 1])).toHaveProperty('unavailable')
})

it('underflows to the smallest positive double', () => {
  expect(of([1e6, 0], [0, 1e6]).pValue).toBe(Number.MIN_VALUE)
})
