import { expect, it } from 'vitest'
import { toPair } from '../../src/drift/column-pair.ts'
import type { TestResult } from '../../src/drift/drift-test.ts'
import { kuiper } from '../../src/drift/kuiper.ts'
import { expectGolden } from './two-samples.ts'
import { numeric } from './windows.ts'

const of = (first: number[], second: number[]) =>
  kuiper.measure(toPair(numeric(first), numeric(second))) as TestResult

it("agrees with the definition, and with Kuiper's law at forty digits", () => {
  expectGolden(kuiper, { statistic: 1e-12, p: 1e-10 })
})

it('adds what lies above to what lies below, which Kolmogorov and Smirnov do not', () => {
  // The current window is squeezed into the middle: 1/4 more of it below none, 1/4 of the reference outside each way.
  expect(of([0, 4, 5, 9], [3, 6]).statistic).toBe(0.5)
  expect(of([1, 2], [3, 4]).statistic).toBe(1)
})
