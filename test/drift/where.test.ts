import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toPair } from '../../src/drift/column-pair.ts'
import { psi } from '../../src/drift/psi.ts'
import { whereItMoved } from '../../src/drift/where.ts'
import { categorical, numeric } from './windows.ts'

const values = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 60 })
const words = (size: number) => fc.array(fc.nat({ max: size }).map(String), { minLength: 1, maxLength: 120 })

const total = (bins: ReturnType<typeof whereItMoved>, part: (bin: (typeof bins)[number]) => number) =>
  bins.reduce((sum, bin) => sum + part(bin), 0)

function expectWhole(pair: ReturnType<typeof toPair>) {
  const bins = whereItMoved(pair, 'quantile')
  const result = psi.measure(pair)
  if (!('statistic' in result)) throw new Error('no psi')
  expect(total(bins, bin => bin.contribution)).toBeCloseTo(Number(result.statistic), 9)
  expect(total(bins, bin => bin.reference)).toBeCloseTo(1, 9)
  expect(total(bins, bin => bin.current)).toBeCloseTo(1, 9)
  for (const { contribution, reference, current, residual } of bins) {
    expect(contribution).toBeGreaterThanOrEqual(0)
    expect(Math.sign(residual)).toBe(Math.sign(Number((current - reference).toFixed(12))))
    expect(Math.max(reference, current)).toBeLessThanOrEqual(1)
  }
  expect(bins.length).toBeLessThanOrEqual(21)
}

describe('contributions add up to the PSI, shares to 1', () => {
  test('of numbers', () => {
    fc.assert(fc.property(values, values, (a, b) => expectWhole(toPair(numeric(a), numeric(b)))))
  })

  test('of few categories and of more than are listed', () => {
    for (const size of [3, 80])
      fc.assert(
        fc.property(words(size), words(size), (a, b) => expectWhole(toPair(categorical(a), categorical(b)))),
      )
  })
})

test('the residual is the z of two proportions', () => {
  const [bin] = whereItMoved(toPair(categorical(['a', 'a', 'a', 'b']), categorical(['a', 'b'])), 'quantile')
  const pooled = 4 / 6
  expect(bin).toMatchObject({ bin: 'a', reference: 0.75, current: 0.5 })
  expect(bin?.residual).toBeCloseTo(-0.25 / Math.sqrt(pooled * (1 - pooled) * (1 / 4 + 1 / 2)), 12)
})

test('a single category did not move', () => {
  expect(whereItMoved(toPair(categorical(['a']), categorical(['a', 'a'])), 'quantile')).toEqual([
    { bin: 'a', reference: 1, current: 1, contribution: 0, residual: 0 },
  ])
})

test('of many categories the 20 that matter are listed, and the rest counted', () => {
  const many = Array.from({ length: 50 }, (_, i) => `v${i}`)
  const grown = [...many, ...Array.from({ length: 40 }, () => 'v7')]
  const bins = whereItMoved(toPair(categorical(many), categorical(grown)), 'quantile')
  expect(bins).toHaveLength(21)
  expect(bins[0]?.bin).toBe('v7')
  expect(bins.at(-1)?.bin).toBe('30 others')
})

test('no share is above 1, though 41 times 1/41 is by a hair', () => {
  const replaced = Array.from({ length: 20 }, (_, i) => `new${i}`)
  const pair = toPair(categorical(Array.from({ length: 41 }, (_, i) => `v${i}`)), categorical(replaced))
  const pooled = whereItMoved(pair, 'quantile').at(-1)
  expect(pooled).toMatchObject({ bin: '41 others', reference: 1, current: 0 })
  expect(pooled?.residual).toBeLessThan(0)
})

test('bins of repeated edges, which hold nothing, are left out', () => {
  const bins = whereItMoved(toPair(numeric([...Array(90).fill(0), 1, 2]), numeric([0, 1])), 'quantile')
  expect(bins.every(bin => bin.reference > 0 || bin.current > 0)).toBe(true)
})
