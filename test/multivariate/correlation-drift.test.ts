import { describe, expect, test } from 'vitest'
import { correlationDrift } from '../../src/multivariate/correlation-drift.ts'
import { normalQuantile, normalUpper } from '../../src/stats/normal-law.ts'
import { randomNumbers } from '../../src/stats/random-numbers.ts'
import { spearmanVariance } from '../../src/stats/spearman-variance.ts'
import { expectNear, golden } from '../stats/golden.ts'
import { normalPairs, sampleOf } from './seeded-windows.ts'

const range = (n: number) => Array.from({ length: n }, (_, i) => i)

interface Case {
  readonly windows: readonly (readonly (readonly (number | null)[])[])[]
  readonly reference: number
  readonly current: number
  /** Of rho before and after. */
  readonly variances: readonly number[]
  readonly pValue: number
}

test.each(golden<Case>('correlations'))('agrees with SciPy: %#', ({ windows, ...expected }) => {
  const [before, after] = windows.map(([a = [], b = []]) => {
    const numbers = (values: readonly (number | null)[]) => values.map(value => value ?? Number.NaN)
    return sampleOf({ a: numbers(a), b: numbers(b) })
  })
  const { pairs } = correlationDrift(before as never, after as never, 0.05)
  expectNear(pairs[0]?.reference ?? 0, expected.reference, 1e-12)
  expectNear(pairs[0]?.current ?? 0, expected.current, 1e-12)
  expectNear(pairs[0]?.pValue ?? 0, expected.pValue, 1e-9)
})

test.each(golden<Case>('correlations'))('knows the variance of rho: %#', ({ windows, variances }) => {
  for (const [side, [a = [], b = []]] of windows.entries()) {
    const whole = (values: readonly (number | null)[]) =>
      Float64Array.from(values.filter((_, i) => a[i] !== null && b[i] !== null) as number[])
    expectNear(spearmanVariance(whole(a), whole(b)), variances[side] as number, 1e-11)
  }
})

test('the normal law agrees with SciPy', () => {
  for (const { p, quantile, upper } of golden<{ p: number; quantile: number; upper: number }>('normal')) {
    expectNear(normalQuantile(p), quantile, 1e-11, `quantile of ${p}`)
    expectNear(normalUpper(normalQuantile(p)), upper, 1e-9, `tail at ${p}`)
  }
})

test('a tolerated change alarms as often as it may, no change never', () => {
  const runs = Array.from({ length: 300 }, (_, i) => i)
  // Spearman's rho of normal pairs is 6/π · asin(r/2).
  const pearsonFor = (rho: number) => 2 * Math.sin((Math.PI * rho) / 6)
  const alarms = (before: number, after: number) =>
    runs.filter(i => {
      const [reference, current] = [before, after].map((rho, side) =>
        normalPairs(400, pearsonFor(rho), 5000 + 2 * i + side),
      )
      return correlationDrift(reference as never, current as never, 0.05).changed > 0
    }).length
  expect(alarms(0.5, 0.5)).toBeLessThanOrEqual(2)
  // Binomial, 300 at 5%: 99.9% lie between 5 and 29.
  expect(alarms(0.4, 0.5)).toBeGreaterThanOrEqual(5)
  expect(alarms(0.4, 0.5)).toBeLessThanOrEqual(29)
  expect(alarms(0.8, -0.8)).toBe(300)
})

describe('no change hardly ever alarms, whatever the law', () => {
  const next = randomNumbers(11)
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  const laws: Readonly<Record<string, () => readonly number[]>> = {
    'tails that come together': () => {
      const scale = 1 / Math.hypot(normal(), normal())
      return range(5).map(() => scale * normal())
    },
    'a column that spreads the others': () => {
      const first = normal()
      return range(5).map(i => (i === 0 ? first : first * normal()))
    },
    'rare ones': () => range(5).map(() => (next() < 0.08 ? 1 : 0)),
    'few values': () => {
      const first = next()
      return range(5).map(() => Math.floor(next() * 2 + first))
    },
  }
  test.each(Object.entries(laws))('%s', (_, row) => {
    const window = (rows: number) => {
      const made = range(rows).map(row)
      return sampleOf(
        Object.fromEntries(range(5).map(i => [`c${i}`, made.map(values => values[i] as number)])),
      )
    }
    const alarms = range(150).filter(
      i => correlationDrift(window(50), window(i % 2 ? 50 : 300), 0.05).changed > 0,
    )
    // Binomial, 150 at 5%: 95% are at most 12.
    expect(alarms.length).toBeLessThanOrEqual(12)
  })
})

test('pairs that cannot be compared take no part', () => {
  const rare = sampleOf({ a: range(400), b: range(400).map(i => (i < 9 ? 1 : 0)) })
  expect(correlationDrift(rare, rare, 0.05).compared).toBe(0)
  const whole = sampleOf({ a: range(40), b: range(40), constant: range(40).map(() => 1) })
  expect(correlationDrift(whole, whole, 0.05)).toMatchObject({ columns: 3, compared: 1, changed: 0 })
  expect(correlationDrift(whole, whole, 0.05).pairs[0]).toMatchObject({ reference: 1, current: 1, change: 0 })
  const few = sampleOf({ a: range(29), b: range(29), constant: range(29) })
  expect(correlationDrift(whole, few, 0.05).compared).toBe(0)
  const many = sampleOf(Object.fromEntries(range(210).map(i => [`c${i}`, range(30)])))
  expect(correlationDrift(many, many, 0.05)).toMatchObject({ columns: 200, of: 210, compared: 19_900 })
})
