import { describe, expect, test } from 'vitest'
import { toleratedAuc } from '../../src/multivariate/compare-wholes.ts'
import { domainClassifier } from '../../src/multivariate/domain-classifier.ts'
import { areaUnderCurve } from '../../src/stats/area-under-curve.ts'
import { expectNear, golden } from '../stats/golden.ts'
import { normalPairs, sampleOf, seededWindow } from './seeded-windows.ts'

const options = { alpha: 0.05, seed: 1 }
const range = (n: number) => Array.from({ length: n }, (_, i) => i)

describe('the area under the curve', () => {
  interface Case {
    readonly positive: number[]
    readonly negative: number[]
    readonly auc: number
    readonly variance: number
    readonly nullVariance: number
  }
  test.each(golden<Case>('roc'))('agrees with scikit-learn: %#', ({ positive, negative, ...expected }) => {
    const area = areaUnderCurve(Float64Array.from(positive), Float64Array.from(negative))
    expectNear(area.auc, expected.auc, 1e-12)
    expectNear(area.variance, expected.variance, 1e-12)
    expectNear(area.nullVariance, expected.nullVariance, 1e-12)
  })
})

interface BoostingCase {
  readonly name: string
  readonly rows: number
  readonly seed: number
  /** By trees of the same number and depth, and by scikit-learn's defaults. */
  readonly likewise: number
  readonly byDefault: number
}

test.each(golden<BoostingCase>('boosting'))(
  'tells windows apart as well as HistGradientBoosting: $name',
  ({ name, rows, seed, likewise, byDefault }) => {
    const [before, after] = [false, true].map((changed, i) => seededWindow(name, rows, seed + i, changed))
    const found = domainClassifier(before as never, after as never, options)
    const auc = found?.auc ?? 0
    expect(Math.abs(auc - likewise)).toBeLessThan(0.02)
    expect(auc).toBeGreaterThan(byDefault - 0.02)
  },
)

test('finds a change of correlation, and the columns that it is of', () => {
  const noise = seededWindow('shift', 1000, 5, false).columns.slice(1, 3)
  const noisy = (rho: number, seed: number) => {
    const pairs = normalPairs(1000, rho, seed)
    return { ...pairs, columns: [...pairs.columns.map(one => ({ ...one, name: `x${one.name}` })), ...noise] }
  }
  const found = domainClassifier(noisy(0.8, 1), noisy(-0.8, 2), options)
  expect(found?.lower).toBeGreaterThan(0.8)
  const used = found?.features.slice(0, 2).map(({ column }) => column)
  expect(used?.sort()).toEqual(['xa', 'xb'])
})

test('hardly ever alarms without drift, and its p-value is one', () => {
  const found = range(50).map(i => {
    const window = (seed: number) => seededWindow('words', 100, seed, false)
    return domainClassifier(window(1000 + 2 * i), window(1001 + 2 * i), { alpha: 0.05, seed: i })
  })
  expect(found.filter(one => (one?.lower ?? 1) > toleratedAuc(0.1)).length).toBeLessThanOrEqual(1)
  // Binomial, 50 at 5% and at 50%: 99.9% are at most 8 and 36.
  expect(found.filter(one => (one?.pValue ?? 0) < 0.05).length).toBeLessThanOrEqual(8)
  expect(found.filter(one => (one?.pValue ?? 0) < 0.5).length).toBeLessThanOrEqual(36)
  expect(found.filter(one => (one?.pValue ?? 1) > 0.5).length).toBeLessThanOrEqual(36)
})

describe('odd windows', () => {
  const constant = sampleOf({ a: range(60).map(() => 1) })

  test('too few rows, or no column: no classifier', () => {
    expect(domainClassifier(sampleOf({ a: range(49) }), sampleOf({ a: range(100) }), options)).toBeUndefined()
    expect(domainClassifier(sampleOf({}), sampleOf({}), options)).toBeUndefined()
  })

  test('of a wide table fewer rows are used', () => {
    const wide = sampleOf(Object.fromEntries(range(2000).map(i => [`c${i}`, range(1600).map(() => 1)])))
    expect(domainClassifier(wide, wide, options)).toMatchObject({ auc: 0.5, rows: 1500 })
  })

  test('nothing to go by: chance', () => {
    expect(domainClassifier(constant, constant, options)).toEqual({
      ...{ auc: 0.5, standardError: 0, lower: 0.5, pValue: 1, rows: 60, features: [] },
    })
  })

  test('windows that a column separates: certain, with a p-value', () => {
    const found = domainClassifier(
      sampleOf({ a: range(60) }),
      sampleOf({ a: range(60).map(i => i + 60) }),
      options,
    )
    expect(found).toMatchObject({ auc: 1, lower: 1, features: [{ column: 'a', share: 1 }] })
    expect(found?.pValue).toBeGreaterThan(0)
    expect(found?.pValue).toBeLessThan(1e-10)
  })

  test('values only one window has: infinite ones, nulls, categories', () => {
    for (const odd of [Number.NaN, Infinity, -Infinity]) {
      const [before, after] = [seededWindow('shift', 300, 1, false), seededWindow('shift', 300, 2, false)]
      const [a, ...others] = after.columns
      const half = Float64Array.from(a?.values as Float64Array, (value, i) => (i % 2 ? odd : value))
      const current = { ...after, columns: [{ ...a, values: half } as never, ...others] }
      const found = domainClassifier(before, current, options)
      expect(found?.features[0]?.column).toBe('a')
      // Half of the rows are known for certain, the others are guessed.
      expect(found?.auc).toBeGreaterThan(0.68)
      expect(found?.auc).toBeLessThan(0.82)
    }
    const words = (from: number) => sampleOf({ word: range(300).map(i => from + (i % 150)) })
    expect(domainClassifier(words(0), words(150), options)?.auc).toBeGreaterThan(0.6)
  })
})

test('the tolerated AUC is that of a shifted normal law', () => {
  expect(toleratedAuc(0)).toBe(0.5)
  expect(toleratedAuc(0.1)).toBeCloseTo(0.5885, 4)
})
