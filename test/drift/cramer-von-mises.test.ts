import { expect, it } from 'vitest'
import { toPair } from '../../src/drift/column-pair.ts'
import { cramerVonMises } from '../../src/drift/cramer-von-mises.ts'
import type { TestResult } from '../../src/drift/drift-test.ts'
import { cramerVonMisesExact } from '../../src/stats/cramer-von-mises-exact.ts'
import { expectNear } from '../stats/golden.ts'
import { expectGolden } from './two-samples.ts'
import { numeric } from './windows.ts'

const of = (first: number[], second: number[]) =>
  cramerVonMises.measure(toPair(numeric(first), numeric(second))) as TestResult

it("agrees with SciPy's cramervonmises_2samp without ties, and with Anderson's sum with them", () => {
  expectGolden(cramerVonMises, { statistic: 1e-9, p: 1e-7 })
})

it("has the exact values of SciPy's own tests", () => {
  // U of Anderson's equation 10, which is T but for a factor and an offset.
  const statistic = (u: number, n: number, m: number) =>
    u / (n * m * (n + m)) - (4 * n * m - 1) / (6 * (n + m))
  for (const [u, n, m, p] of [
    [710, 5, 6, 48 / 462],
    [1897, 7, 7, 117 / 1716],
    [576, 4, 6, 2 / 210],
    [1764, 6, 7, 2 / 1716],
  ] as const) {
    expectNear(cramerVonMisesExact(n, m, statistic(u, n, m)), p, 1e-13, `${n} v ${m}`)
  }
})

it('does not take ties in windows of unequal size for drift', () => {
  const constant = (length: number) => Array.from({ length }, () => 1)
  expect(of(constant(618), constant(719))).toEqual({ statistic: 0, pValue: 1 })
  const levels = (length: number) => Array.from({ length }, (_, i) => i % 10)
  expect(of(levels(1000), levels(200))).toEqual({ statistic: 0, pValue: 1 })
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
  expect(mirrored.pValue).toBe(of(first, second).pValue)
})

it('is exact at the largest sizes, whatever the statistic', () => {
  for (const statistic of [0.05, 0.5, 1, 2]) {
    expect(cramerVonMisesExact(19, 20, statistic)).toBeLessThan(1)
  }
})
