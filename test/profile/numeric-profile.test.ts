import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numericProfile } from '../../src/profile/numeric-profile.ts'
import { summarize } from '../../src/profile/summary.ts'
import { ecdfOf } from '../stats/ecdf-of.ts'

const profile = (values: readonly number[]) => numericProfile(Float64Array.from(values))

test('nulls, infinities and values are counted apart', () => {
  const { ecdf, ...counts } = profile([3, Number.NaN, 1, Infinity, 3, -Infinity, -0, 0, Number.NaN, Infinity])
  expect(counts).toEqual({ kind: 'numeric', rows: 10, nulls: 2, infinite: 3, exact: true })
  expect([...ecdf.values]).toEqual([0, 1, 3])
  expect([...ecdf.cumulative]).toEqual([2, 3, 5])
})

test.each([
  ['nothing', [], 0, 0],
  ['nulls', [Number.NaN, Number.NaN], 2, 0],
  ['infinities', [Infinity, -Infinity], 0, 2],
])('a column of %s has no distribution', (_, values, nulls, infinite) => {
  const found = profile(values)
  expect(found).toMatchObject({ rows: values.length, nulls, infinite })
  expect(found.ecdf.values).toHaveLength(0)
  expect(summarize(found)).toEqual({ rows: values.length, nulls, infinite, distinct: 0 })
})

test('every value is there as often as it occurs', () => {
  const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -3, max: 3 }))
  fc.assert(
    fc.property(fc.array(value), values => {
      expect(profile(values).ecdf).toEqual(ecdfOf(values))
    }),
  )
})

test('a summary counts distinct values exactly where it is told to', () => {
  const collided = profile([2 ** 53, 2 ** 53 + 1, 2 ** 53 + 2])
  expect(summarize(collided).distinct).toBe(2)
  expect(summarize(collided, 3).distinct).toBe(3)
})

test('a summary describes what there is', () => {
  expect(summarize(profile([1, 2, 3, 4, Number.NaN]))).toMatchObject({
    rows: 5,
    nulls: 1,
    distinct: 4,
    mean: 2.5,
    variance: 1.25,
    sd: Math.sqrt(1.25),
    min: 1,
    p50: 2.5,
    max: 4,
  })
})
