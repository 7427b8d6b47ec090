import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toPair } from '../../src/drift/column-pair.ts'
import type { TestResult } from '../../src/drift/drift-test.ts'
import { outsideReference } from '../../src/drift/outside-reference.ts'
import { driftTests } from '../../src/drift/tests.ts'
import { bucketCounter } from '../../src/profile/bucket-counter.ts'
import { coarsen } from '../../src/profile/bucket-counts.ts'
import { numericProfile } from '../../src/profile/numeric-profile.ts'
import { poolCategories } from '../../src/profile/pool-categories.ts'
import type { ColumnProfile } from '../../src/profile/profile.ts'
import { profileOfCounts } from '../../src/profile/round-profile.ts'
import { shieldCounts } from '../../src/profile/shield-counts.ts'
import { categorical } from './windows.ts'

const value = fc.oneof(
  fc.double({ min: -100, max: 100, noNaN: true }),
  fc.double({ min: 1000, max: 1001, noNaN: true }),
  fc.integer({ min: -3, max: 3 }),
)
const window = fc.array(value, { minLength: 1, maxLength: 60 })
const grid = fc.integer({ min: 2, max: 52 })

const exact = (values: readonly number[]) => numericProfile(Float64Array.from(values))

function counted(values: readonly number[]) {
  const counter = bucketCounter()
  counter.add(Float64Array.from(values))
  return counter.counts()
}

const rounded = (values: readonly number[], dropped: number) =>
  profileOfCounts(coarsen(counted(values), dropped))

function measured(name: string, reference: ColumnProfile, current: ColumnProfile): TestResult {
  const result = driftTests.find(test => test.name === name)?.measure(toPair(reference, current))
  if (result === undefined || 'unavailable' in result) throw new Error(`${name} has no answer`)
  return result as TestResult
}

/** Room for the rounding of sums. */
const slack = (x: number) => 1e-9 * Math.max(1, Math.abs(x))

function expectBounds(name: string, far: TestResult, raw: TestResult): void {
  expect(far.statistic, name).toBeLessThanOrEqual(raw.statistic + slack(raw.statistic))
  expect(far.statistic + (far.error as number), name).toBeGreaterThanOrEqual(
    raw.statistic - slack(raw.statistic),
  )
}

describe('numbers in buckets', () => {
  test('KS and Wasserstein are bounded from both sides, whichever side was rounded', () => {
    fc.assert(
      fc.property(window, window, grid, grid, (reference, current, i, j) => {
        const pairs = [
          [rounded(reference, i), exact(current)],
          [exact(reference), rounded(current, j)],
          [rounded(reference, i), rounded(current, j)],
        ] as const
        for (const name of ['ks', 'wasserstein']) {
          const raw = measured(name, exact(reference), exact(current))
          for (const [before, after] of pairs) expectBounds(name, measured(name, before, after), raw)
        }
      }),
    )
  })

  test('no p-value of KS or Kuiper is smaller than that of the values', () => {
    fc.assert(
      fc.property(window, window, grid, (reference, current, dropped) => {
        for (const [name, figure] of [
          ['ks', 'pValue'],
          ['ks', 'tieAwarePValue'],
          ['kuiper', 'pValue'],
        ] as const) {
          const raw = measured(name, exact(reference), exact(current))[figure] as number
          const far = measured(name, rounded(reference, dropped), exact(current))[figure] as number
          expect(far, `${name} ${figure}`).toBeGreaterThanOrEqual(raw * (1 - 1e-9))
        }
      }),
    )
  })

  test('private ones are bounded, too', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 20, maxLength: 120 }), window, (reference, current) => {
        const shielded = shieldCounts(counted(reference), 5)
        fc.pre(shielded.ecdf.values.length > 0)
        for (const name of ['ks', 'wasserstein']) {
          const raw = measured(name, exact(reference), exact(current))
          expectBounds(name, measured(name, shielded, exact(current)), raw)
        }
        const raw = measured('kuiper', exact(reference), exact(current)).statistic
        expect(measured('kuiper', shielded, exact(current)).statistic).toBeLessThanOrEqual(raw + slack(raw))
        expect(outsideReference(toPair(shielded, exact(current))).rows).toBe(0)
      }),
    )
  })

  test('means are those of the values, and so is their test', () => {
    fc.assert(
      fc.property(window, window, grid, (reference, current, dropped) => {
        fc.pre(Math.min(reference.length, current.length) > 1 && new Set([...reference, ...current]).size > 3)
        fc.pre(new Set(reference).size > 1)
        const raw = measured('welch-t', exact(reference), exact(current))
        const found = measured('welch-t', rounded(reference, dropped), exact(current))
        expect(found.statistic).toBeCloseTo(raw.statistic, 6)
      }),
    )
  })

  test('values outside the range are counted exactly against the extremes, and never too many', () => {
    fc.assert(
      fc.property(window, window, grid, (reference, current, dropped) => {
        const rows = (before: ColumnProfile, after: ColumnProfile) =>
          outsideReference(toPair(before, after)).rows
        const raw = rows(exact(reference), exact(current))
        expect(rows(rounded(reference, dropped), exact(current))).toBe(raw)
        expect(rows(exact(reference), rounded(current, dropped))).toBeLessThanOrEqual(raw)
      }),
    )
  })

  test('points of the grid are exact: whole numbers lose nothing', () => {
    const [reference, current] = [0, 1].map(shift =>
      Array.from({ length: 500 }, (_, i) => ((i * 7) % 40) + shift),
    )
    if (reference === undefined || current === undefined) throw new Error('two windows')
    const raw = measured('ks', exact(reference), exact(current))
    expect(measured('ks', rounded(reference, 40), exact(current))).toEqual({ ...raw, error: 0 })
  })
})

describe('pooled categories', () => {
  const letters = 'abcdefghijklmnop'.split('')
  const words = fc.array(fc.constantFrom(...letters, 'a', 'a', 'b'), { minLength: 12, maxLength: 80 })
  const pool = (window: readonly string[], minCount: number) =>
    poolCategories(categorical(window), { minCount, maxBytes: 1000 })
  const least = fc.integer({ min: 2, max: 6 })

  test('no statistic of the table is larger, and no p-value smaller, than with all of them named', () => {
    fc.assert(
      fc.property(words, words, least, least, (reference, current, i, j) => {
        const [before, after] = [pool(reference, i), pool(current, j)]
        fc.pre(before.counts.size > 0 && after.counts.size > 0)
        for (const name of ['chi-square', 'g-test', 'cramers-v', 'tvd']) {
          const raw = measured(name, categorical(reference), categorical(current))
          for (const [one, other] of [
            [before, categorical(current)],
            [categorical(reference), after],
            [before, after],
          ] as const) {
            const far = measured(name, one, other)
            expect(far.statistic, name).toBeLessThanOrEqual(raw.statistic + slack(raw.statistic))
            if (raw.pValue === undefined) continue
            expect(far.pValue, name).toBeGreaterThanOrEqual(raw.pValue * (1 - 1e-9))
          }
        }
      }),
    )
  })

  test('none is called unseen that may have been pooled', () => {
    fc.assert(
      fc.property(words, words, least, (reference, current, minCount) => {
        const before = pool(reference, minCount)
        fc.pre(before.counts.size > 0)
        const raw = outsideReference(toPair(categorical(reference), categorical(current)))
        const far = outsideReference(toPair(before, categorical(current)))
        expect(far.rows).toBeLessThanOrEqual(raw.rows)
        expect(far.distinct).toBeLessThanOrEqual(raw.distinct)
      }),
    )
  })

  test('all rows are in the bins of either kind', () => {
    fc.assert(
      fc.property(words, words, least, least, (reference, current, i, j) => {
        const [before, after] = [pool(reference, i), pool(current, j)]
        fc.pre(before.counts.size > 0 && after.counts.size > 0)
        const { bins, robust } = toPair(before, after)
        for (const { reference: r, current: c } of [bins, robust]) {
          expect(r.reduce((sum, count) => sum + count, 0)).toBeCloseTo(reference.length, 9)
          expect(c.reduce((sum, count) => sum + count, 0)).toBeCloseTo(current.length, 9)
        }
      }),
    )
  })
})
