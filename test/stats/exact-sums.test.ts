import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addSums, exactSummer, momentsOfSums } from '../../src/stats/exact-sums.ts'
import { ecdfOf } from './ecdf-of.ts'
import { golden } from './golden.ts'

function sumsOf(...parts: readonly (readonly number[])[]) {
  const summer = exactSummer()
  for (const part of parts) summer.add(ecdfOf(part))
  return summer.sums()
}

interface Case {
  readonly name: string
  readonly values: readonly number[]
  readonly mean: number
  readonly variance: number | null
  readonly sd: number
}

test.each(golden<Case>('exact-moments'))('$name: to the last bit', ({ values, mean, variance, sd }) => {
  const found = momentsOfSums(sumsOf(values), values.length)
  expect(found.mean).toBe(mean)
  expect(found.variance).toBe(variance ?? Infinity)
  // The root of a rounded variance is off by one unit at most.
  expect(Math.abs(found.sd - sd)).toBeLessThanOrEqual(Number.EPSILON * sd)
})

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
const doubles = fc.array(fc.oneof(finite, fc.integer({ min: -9, max: 9 })), { maxLength: 60 })

test('parts add up to the whole, to the last bit', () => {
  fc.assert(
    fc.property(doubles, doubles, (a, b) => {
      const whole = sumsOf([...a, ...b])
      expect(addSums(sumsOf(a), sumsOf(b))).toEqual(whole)
      expect(sumsOf(b, a)).toEqual(whole)
    }),
  )
})

test('counts beyond what a double can hold between two carries are still exact', () => {
  const most = 2 ** 53 - 1
  const times = 3_000_001
  const summer = exactSummer()
  summer.add({ values: Float64Array.of(-most, most), cumulative: Float64Array.of(times, 2 * times - 1) })
  const unit = 2n ** 1074n
  expect(summer.sums()).toEqual({
    sum: -BigInt(most) * unit,
    squares: BigInt(most) ** 2n * BigInt(2 * times - 1) * unit * unit,
  })
})
