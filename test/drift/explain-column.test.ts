import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toPair } from '../../src/drift/column-pair.ts'
import { explainColumn } from '../../src/drift/explain-column.ts'
import { psiCalibrated } from '../../src/drift/psi-calibrated.ts'
import { whereItMoved } from '../../src/drift/where.ts'
import type { CategoricalProfile, ColumnProfile, NumericProfile } from '../../src/profile/profile.ts'
import { expectNear, golden } from '../stats/golden.ts'
import { categorical, numeric } from './windows.ts'

const settings = { alpha: 0.05, minEffect: 0.1 }
const explain = (a: ColumnProfile, b: ColumnProfile) => explainColumn(a, b, settings)

interface Case {
  readonly reference: readonly number[]
  readonly current: readonly number[]
  readonly residual: readonly number[]
  readonly p: readonly number[]
  readonly holm: readonly number[]
  readonly contribution: readonly number[]
}

const counted = (counts: readonly number[]): CategoricalProfile => ({
  kind: 'categorical',
  rows: counts.reduce((sum, count) => sum + count, 0),
  nulls: 0,
  exact: true,
  counts: new Map(counts.map((count, i) => [String.fromCodePoint(97 + i), count])),
})

test('residuals, p-values and contributions are those of statsmodels', () => {
  for (const { reference, current, ...expected } of golden<Case>('explained')) {
    const { bins } = explain(counted(reference), counted(current))
    expect(bins).toHaveLength(reference.length)
    for (const [i, bin] of bins.entries()) {
      const label = `${reference} ${bin.bin}`
      expectNear(bin.residual, expected.residual[i] as number, 1e-9, label)
      expectNear(bin.pValue, expected.p[i] as number, 1e-8, label)
      expectNear(bin.adjustedPValue, expected.holm[i] as number, 1e-8, label)
      expectNear(bin.contribution, expected.contribution[i] as number, 1e-9, label)
    }
  }
})

const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(1e308, -1e308, 5e-324, -5e-324, 2 ** 53, 2 ** 53 + 2, 0),
)
const extra = { nulls: fc.nat({ max: 4 }), infinite: fc.nat({ max: 4 }) }
const numbers = fc
  .record({ values: fc.array(value, { maxLength: 80 }), ...extra })
  .filter(({ values, nulls, infinite }) => values.length + nulls + infinite > 0)
  .map(({ values, nulls, infinite }): NumericProfile => {
    const rows = values.length + nulls + infinite
    return { ...numeric(values), rows, nulls, infinite }
  })
const words = fc
  .record({
    values: fc.array(fc.constantFrom('a', 'b', 'c', '😀', '', "'", 'd'), { maxLength: 90 }),
    nulls: extra.nulls,
  })
  .filter(({ values, nulls }) => values.length + nulls > 0)
  .map(
    ({ values, nulls }): CategoricalProfile => ({
      ...categorical(values),
      rows: values.length + nulls,
      nulls,
    }),
  )

function expectLaws(a: ColumnProfile, b: ColumnProfile): void {
  const { bins, psi, isBinned } = explain(a, b)
  const total = (part: (bin: (typeof bins)[number]) => number) =>
    bins.reduce((sum, bin) => sum + part(bin), 0)
  expect(total(bin => bin.contribution)).toBe(psi.statistic)
  expect(total(bin => bin.reference)).toBeCloseTo(1, 9)
  expect(total(bin => bin.current)).toBeCloseTo(1, 9)
  expect(total(bin => bin.referenceRows)).toBe(a.rows)
  expect(total(bin => bin.currentRows)).toBe(b.rows)
  for (const bin of bins) {
    for (const figure of [bin.contribution, bin.residual, bin.pValue, bin.adjustedPValue])
      expect(figure).not.toBeNaN()
    expect(bin.contribution).toBeGreaterThanOrEqual(0)
    expect(bin.adjustedPValue).toBeGreaterThanOrEqual(bin.pValue)
    expect(bin.adjustedPValue).toBeLessThanOrEqual(1)
  }
  if (!isBinned) return
  const result = psiCalibrated.measure(toPair(a, b))
  if (!('statistic' in result)) return
  expect(psi.statistic).toBeCloseTo(result.statistic as number, 12)
  expect(psi.pValue).toBeCloseTo(result.pValue as number, 12)
  const where = whereItMoved(toPair(a, b), 'robust')
  expect(where.reduce((sum, bin) => sum + bin.contribution, 0)).toBeCloseTo(psi.statistic, 12)
}

describe('contributions add up to the printed statistic, shares to 1, rows to rows, and nothing is NaN', () => {
  test('of numbers', () => {
    fc.assert(fc.property(numbers, numbers, expectLaws))
  })

  test('of categories', () => {
    fc.assert(fc.property(words, words, expectLaws))
  })

  test('of categories of which none is in both', () => {
    expectLaws(categorical(Array(50).fill('a')), categorical(Array(50).fill('b')))
    expectLaws(categorical(['a']), categorical(['b']))
  })
})

test('exchanging the windows of frequent categories turns residuals round and keeps contributions', () => {
  const [a, b] = [counted([60, 90, 50]), counted([100, 80, 20])]
  const [there, back] = [explain(a, b).bins, explain(b, a).bins]
  for (const [i, bin] of there.entries()) {
    expect(back[i]?.residual).toBeCloseTo(-bin.residual, 12)
    expect(back[i]?.contribution).toBeCloseTo(bin.contribution, 12)
    expect(back[i]?.adjustedPValue).toBeCloseTo(bin.adjustedPValue, 12)
  }
})

test('where one window holds no value, bins say whether there is one', () => {
  const empty: NumericProfile = { ...numeric([]), rows: 40, nulls: 40 }
  const { bins, isBinned, quantiles } = explain(numeric([1, 2, 3, 4]), empty)
  expect(isBinned).toBe(false)
  expect(quantiles).toEqual([])
  expect(bins.map(({ bin, referenceRows, currentRows }) => [bin, referenceRows, currentRows])).toEqual([
    ['(any value)', 4, 0],
    ['(null)', 0, 40],
  ])
})

test('categories that are unseen by mere chance are told from the rows that are', () => {
  const many = Array.from({ length: 400 }, (_, i) => `v${(i * 7) % 300}`)
  const others = Array.from({ length: 400 }, (_, i) => `v${(i * 11) % 350}`)
  const { bins } = explain(categorical(many), categorical(others))
  const unseen = bins.find(({ bin }) => bin.endsWith('unseen values)'))
  expect(unseen?.referenceRows).toBe(0)
  expect(unseen?.expected).toBeGreaterThan(0)
  expect(unseen?.currentRows).toBe(others.filter(value => !many.includes(value)).length)
})
