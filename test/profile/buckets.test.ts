import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBuckets, encodeBuckets, fittingGrid } from '../../src/profile/bucket-bytes.ts'
import { bucketCounter } from '../../src/profile/bucket-counter.ts'
import {
  coarsen,
  distinctOfCounts,
  fitCounts,
  mergeCounts,
  momentsOfCounts,
} from '../../src/profile/bucket-counts.ts'
import { isInterval, lowerEnd, roundDouble, roundEcdf } from '../../src/profile/bucket-rounding.ts'
import { numericProfile } from '../../src/profile/numeric-profile.ts'
import { countBelow } from '../../src/stats/counts-between.ts'
import { ecdfCount } from '../../src/stats/ecdf-count.ts'
import { ecdfOf } from '../stats/ecdf-of.ts'

const finite = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, min: -100, max: 100 }),
  fc.integer({ min: -9, max: 9 }),
)
const cell = fc.oneof({ weight: 9, arbitrary: finite }, fc.constantFrom(Number.NaN, Infinity, -Infinity, -0))
const window = fc.array(cell, { maxLength: 120 })
const grid = fc.integer({ min: 0, max: 52 })

function countsOf(...parts: readonly (readonly number[])[]) {
  const counter = bucketCounter(30)
  for (const part of parts) counter.add(Float64Array.from(part))
  return counter.counts()
}

describe('rounding to a grid', () => {
  test('keeps order, sign and what is a point; grids are nested', () => {
    fc.assert(
      fc.property(finite, finite, grid, grid, (a, b, first, second) => {
        const [fine, coarse] = [Math.min(first, second), Math.max(first, second)]
        const [x, y] = [roundDouble(a, fine), roundDouble(b, fine)]
        if (a <= b) expect(x).toBeLessThanOrEqual(y)
        expect(Math.sign(x)).toBe(Math.sign(a))
        expect(Number.isFinite(x)).toBe(true)
        expect(roundDouble(x, fine)).toBe(x)
        expect(roundDouble(x, coarse)).toBe(roundDouble(a, coarse))
        if (!isInterval(x, fine)) expect(x).toBe(a)
      }),
    )
  })

  test('an interval lies between two points, its double in the middle', () => {
    fc.assert(
      fc.property(finite, fc.integer({ min: 2, max: 51 }), (value, dropped) => {
        const middle = roundDouble(value, dropped)
        fc.pre(isInterval(middle, dropped))
        const low = lowerEnd(middle, dropped)
        const high = middle + (middle - low)
        expect(Math.abs(value)).toBeGreaterThan(Math.abs(low))
        expect(Math.abs(value)).toBeLessThan(Math.abs(high))
        expect([low, high].some(end => isInterval(end, dropped))).toBe(false)
      }),
    )
  })

  test('whole numbers stay what they are as long as the grid can tell them apart', () => {
    for (let value = -1024; value <= 1024; value++) expect(roundDouble(value, 42)).toBe(value)
  })

  test('a distribution is exact at every point of its grid', () => {
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 2, max: 51 }),
        (list, dropped) => {
          const [exact, rounded] = [ecdfOf(list), roundEcdf(ecdfOf(list), dropped)]
          for (const value of list) {
            const point = lowerEnd(value, dropped)
            expect(countBelow(rounded, point)).toBe(countBelow(exact, point))
          }
          expect(ecdfCount(rounded)).toBe(list.length)
        },
      ),
    )
  })
})

describe('the bytes of buckets', () => {
  const lists = fc.array(finite, { maxLength: 80 })

  test('hold the distribution', () => {
    fc.assert(
      fc.property(lists, grid, (list, dropped) => {
        const rounded = roundEcdf(ecdfOf(list), dropped)
        expect(decodeBuckets(encodeBuckets(rounded, dropped), dropped)).toEqual(rounded)
      }),
    )
  })

  test('hold counts beyond 32 bits', () => {
    const ecdf = { values: Float64Array.of(-1, 2.5), cumulative: Float64Array.of(2 ** 40 + 3, 2 ** 52) }
    expect(decodeBuckets(encodeBuckets(ecdf, 0), 0)).toEqual(ecdf)
  })

  test('take no more on a coarser grid and no fewer with more values, so that the grid fits parts and whole', () => {
    fc.assert(
      fc.property(lists, lists, grid, (a, b, dropped) => {
        const size = (list: readonly number[], on: number) =>
          encodeBuckets(roundEcdf(ecdfOf(list), on), on).length
        expect(size(a, Math.min(52, dropped + 1))).toBeLessThanOrEqual(size(a, dropped))
        expect(size([...a, ...b], dropped)).toBeGreaterThanOrEqual(size(a, dropped))
        const fitting = fittingGrid(ecdfOf(a), 0, 60)
        if (fitting < 52) expect(size(a, fitting)).toBeLessThanOrEqual(60)
        if (fitting > 1) expect(size(a, fitting - 1)).toBeGreaterThan(60)
      }),
    )
  })

  test('are refused when damaged, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), grid, (bytes, dropped) => {
        try {
          const { values, cumulative } = decodeBuckets(bytes, dropped)
          expect(
            values.every(
              (value, i) => Number.isFinite(value) && (i === 0 || value > (values[i - 1] as number)),
            ),
          ).toBe(true)
          expect(cumulative.every((count, i) => count > (cumulative[i - 1] ?? 0))).toBe(true)
        } catch (error) {
          expect((error as Error).message).toMatch(/damaged/)
        }
      }),
      { numRuns: 1000 },
    )
  })
})

describe('counting in buckets', () => {
  test('gives what sorting gives, as long as there are few different values', () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 30 }), values => {
        const { rows, nulls, infinite, ecdf } = numericProfile(Float64Array.from(values))
        expect(countsOf(values)).toMatchObject({ rows, nulls, infinite, ecdf, dropped: 0 })
      }),
    )
  })

  test('does not depend on the order or on how the values are cut', () => {
    fc.assert(
      fc.property(window, window, (a, b) => {
        const fit = (...parts: number[][]) => fitCounts(countsOf(...parts), 40)
        expect(fit(b, a)).toEqual(fit(a, b))
        expect(fit([...a, ...b].reverse())).toEqual(fit(a, b))
      }),
    )
  })

  test('parts merge into the whole, in any order and grouping', () => {
    fc.assert(
      fc.property(window, window, window, (a, b, c) => {
        const fit = (...parts: number[][]) => fitCounts(countsOf(...parts), 40)
        const merge = (x: ReturnType<typeof fit>, y: ReturnType<typeof fit>) =>
          fitCounts(mergeCounts(x, y), 40)
        const whole = fit([...a, ...b, ...c])
        expect(merge(merge(fit(a), fit(b)), fit(c))).toEqual(whole)
        expect(merge(fit(a), merge(fit(b), fit(c)))).toEqual(whole)
        expect(merge(merge(fit(c), fit(a)), fit(b))).toEqual(whole)
      }),
    )
  })

  test('keeps mean, deviation and extremes on any grid', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 100 }), grid, (values, dropped) => {
        const counts = countsOf(values)
        const before = momentsOfCounts(coarsen(countsOf(values), Math.max(1, counts.dropped)))
        const after = momentsOfCounts(coarsen(counts, Math.max(1, counts.dropped, dropped)))
        expect(after).toEqual(before)
        expect(after).toMatchObject({ min: Math.min(...values) + 0, max: Math.max(...values) + 0 })
      }),
    )
  })

  test('a million values: the grid found from a stream is the one found from all values', () => {
    const values = Float64Array.from({ length: 1_000_000 }, (_, i) => Math.tan(i * 0.7) * (i % 3))
    const counter = bucketCounter()
    for (let at = 0; at < values.length; at += 2048) counter.add(values.subarray(at, at + 2048))
    const streamed = fitCounts(counter.counts(), 36_000)
    const { ecdf } = numericProfile(values)
    const dropped = fittingGrid(ecdf, 0, 36_000)
    expect(streamed.dropped).toBe(dropped)
    expect(streamed.ecdf).toEqual(roundEcdf(ecdf, dropped))
    const { distinct, range } = distinctOfCounts(streamed)
    expect(Math.abs(distinct / ecdf.values.length - 1)).toBeLessThan(0.1)
    expect(range[0]).toBeLessThanOrEqual(ecdf.values.length)
    expect(range[1]).toBeGreaterThanOrEqual(ecdf.values.length)
  })
})
