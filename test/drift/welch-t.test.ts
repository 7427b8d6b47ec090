import { expect, it } from 'vitest'
import { toPair } from '../../src/drift/column-pair.ts'
import type { TestResult } from '../../src/drift/drift-test.ts'
import { welchT } from '../../src/drift/welch-t.ts'
import { expectNear } from '../stats/golden.ts'
import { expectGolden } from './two-samples.ts'
import { numeric } from './windows.ts'

const of = (first: number[], second: number[]) =>
  welchT.measure(toPair(numeric(first), numeric(second))) as TestResult

it("agrees with SciPy's ttest_ind(equal_var=False)", () => {
  expectGolden(welchT, { statistic: 1e-9, p: 1e-7 }, ['one level'])
})

it('changes nothing but its sign when the windows are swapped', () => {
  const [there, back] = [of([1, 2, 4, 8], [3, 5, 6]), of([3, 5, 6], [1, 2, 4, 8])]
  expect(back).toEqual({ ...there, statistic: -there.statistic })
})

it('is positive when the reference lies higher', () => {
  expect(of([5, 6, 7], [1, 2, 4]).statistic).toBeGreaterThan(0)
  expect(of([1, 2, 4], [5, 6, 7]).statistic).toBeLessThan(0)
})

it('takes a constant on one side, not on both', () => {
  const { statistic, dof } = of([1, 2, 3], [5, 5, 5, 5])
  expectNear(statistic, -3 / Math.sqrt(1 / 3), 1e-14)
  expectNear(dof as number, 2, 1e-14)
  expect(of([1, 1], [2, 2])).toHaveProperty('unavailable')
  expect(of([1], [2, 3])).toHaveProperty('unavailable')
})

it('holds at both ends of the range of a double', () => {
  const plain = of([1, 2, 4, 8], [3, 5, 6])
  for (const unit of [2 ** 1000, 2 ** -1000]) {
    expect(
      of(
        [1, 2, 4, 8].map(x => x * unit),
        [3, 5, 6].map(x => x * unit),
      ),
    ).toEqual(plain)
  }
  expect(of([-Number.MAX_VALUE, Number.MAX_VALUE], [-Number.MAX_VALUE, 0]).pValue).toBeGreaterThan(0.3)
  expect(of([1e300, 1e300], [0, 5e-300])).toMatchObject({ statistic: Number.MAX_VALUE })
})

it('takes values next to zero, whose standard errors are no doubles any more', () => {
  const tiny = Number.MIN_VALUE
  expect(of([-tiny, 0, 0, 0, tiny], [-tiny, 0, 0, 0, tiny])).toMatchObject({ statistic: 0, pValue: 1 })
})
