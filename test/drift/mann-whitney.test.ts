import { expect, it } from 'vitest'
import { toPair } from '../../src/drift/column-pair.ts'
import type { TestResult } from '../../src/drift/drift-test.ts'
import { mannWhitney } from '../../src/drift/mann-whitney.ts'
import { mannWhitneyExact } from '../../src/stats/mann-whitney-exact.ts'
import { expectNear } from '../stats/golden.ts'
import { expectGolden } from './two-samples.ts'
import { numeric } from './windows.ts'

const of = (first: number[], second: number[]) =>
  mannWhitney.measure(toPair(numeric(first), numeric(second))) as TestResult

it("agrees with SciPy's mannwhitneyu", () => {
  expectGolden(mannWhitney, { statistic: 1e-14, p: 1e-11 })
})

it('sees either direction alike', () => {
  const values = Array.from({ length: 300 }, (_, i) => Math.sin(i) * 10)
  const [up, down] = [values.map(x => x + 3), values.map(x => x - 3)]
  expect(of(values, up).pValue).toBe(of(up, values).pValue)
  expectNear(of(values, down).pValue as number, of(values, up).pValue as number, 0.2)
  expect(of(values, up).effect).toBeLessThan(0.5)
  expect(of(values, down).effect).toBeGreaterThan(0.5)
})

it('is sure of constants', () => {
  expect(of([2, 2, 2], [2, 2])).toEqual({ statistic: 3, pValue: 1, effect: 0.5 })
  expect(of([2], [2])).toMatchObject({ pValue: 1, effect: 0.5 })
})

it('counts interleavings as there are, also when they outnumber the whole doubles', () => {
  // Of C(16, 8) interleavings 1, 1, 2, 3, 5, 7 have 0 … 5 inversions.
  expectNear(mannWhitneyExact(8, 8, 5), (2 * 19) / 12_870, 1e-14)
  // The partitions of up to 500 into at most 8 parts, none above 2000, from the far end as from the near one.
  expectNear(mannWhitneyExact(8, 2000, 8000), 1, 1e-12)
  expect(mannWhitneyExact(8, 1e5, 4e5)).toBeLessThanOrEqual(1)
  expect(mannWhitneyExact(8, 1e5, 4e5)).toBeGreaterThan(0.999)
})
