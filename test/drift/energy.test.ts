import { expect, it } from 'vitest'
import { toPair } from '../../src/drift/column-pair.ts'
import type { TestResult } from '../../src/drift/drift-test.ts'
import { energy } from '../../src/drift/energy.ts'
import { expectNear } from '../stats/golden.ts'
import { expectGolden } from './two-samples.ts'
import { numeric } from './windows.ts'

const of = (first: number[], second: number[]) =>
  energy.measure(toPair(numeric(first), numeric(second))) as TestResult

it("agrees with SciPy's energy_distance", () => {
  expectGolden(energy, { statistic: 1e-12, p: 0 })
})

it('is √2 between 0 and 1', () => {
  expect(of([0], [1])).toEqual({ statistic: Math.SQRT2 })
})

it('has a value across the whole range of a double', () => {
  const root = Math.sqrt(Number.MAX_VALUE)
  expectNear(of([-Number.MAX_VALUE], [Number.MAX_VALUE]).statistic, 2 * root, 1e-15)
})
