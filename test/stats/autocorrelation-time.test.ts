import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isDependent, leadingTime } from '../../src/drift/autocorrelation.ts'
import { autocorrelationTime, categoryAutocorrelationTime } from '../../src/stats/autocorrelation-time.ts'
import { withRooms } from '../../src/stats/kernels.ts'
import { stream } from '../drift/two-samples.ts'
import { expectNear, golden } from './golden.ts'

interface Time {
  readonly tau: number
  readonly error: number
}

interface Case {
  readonly recipe: readonly [seed: number, count: number, levels: number, memory: number]
  readonly numbers: Time
  readonly categories?: Time
}

/** To the last bit that of generate-autocorrelation.py. */
function autoregression([seed, count, levels, memory]: Case['recipe']): Float64Array {
  let last = 0
  return Float64Array.from(stream([seed, count, 0, 1, -0.5]), step => {
    last = memory * last + step
    return levels > 0 ? Math.floor(last * levels) : last
  })
}

/** The same where no memory of WebAssembly may be had. */
const byHand = (values: Float64Array) => withRooms([1], () => autocorrelationTime(values))

function expectTime(actual: Time | undefined, expected: Time, label: string): void {
  expectNear(actual?.tau ?? Number.NaN, expected.tau, 1e-10, `${label}: tau`)
  expectNear(actual?.error ?? Number.NaN, expected.error, 1e-14, `${label}: error`)
}

test.each(golden<Case>('autocorrelation').map(one => [one.recipe.join(', '), one] as const))(
  'the autocorrelation time of %s is that of the Fourier transform',
  (label, { recipe, numbers, categories }) => {
    const values = autoregression(recipe)
    expectTime(autocorrelationTime(values), numbers, label)
    expect(byHand(values)).toEqual(autocorrelationTime(values))
    if (categories) expectTime(categoryAutocorrelationTime(values), categories, `${label}: categories`)
  },
)

describe('laws', () => {
  const series = fc
    .array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double()), { minLength: 50, maxLength: 300 })
    .map(values => Float64Array.from(values))

  test('in kernel memory and outside of it a time is the same to the last bit, and never below 1', () => {
    fc.assert(
      fc.property(series, values => {
        const time = autocorrelationTime(values)
        expect(byHand(values)).toEqual(time)
        if (time) expect(Math.min(time.tau - 1, time.error)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('only the order of values counts, and the direction of time does not', () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 50, maxLength: 300 })
    fc.assert(
      fc.property(values, numbers => {
        const time = autocorrelationTime(Float64Array.from(numbers))
        expect(autocorrelationTime(Float64Array.from(numbers, x => x ** 3 / 7))).toEqual(time)
        expect(autocorrelationTime(Float64Array.from(numbers, x => -x))).toEqual(time)
        expect(autocorrelationTime(Float64Array.from(numbers).reverse())).toEqual(time)
      }),
    )
  })

  test('two categories are two numbers', () => {
    const values = autoregression([5, 2000, 0, 0.8]).map(value => (value > 0.2 ? 1 : 0))
    expectTime(categoryAutocorrelationTime(values), autocorrelationTime(values) as Time, 'two categories')
  })
})

test.each([
  ['few rows', Float64Array.from({ length: 49 }, (_, i) => (i * 7) % 5)],
  ['a constant', new Float64Array(100)],
  ['a sorted file', Float64Array.from({ length: 100 }, (_, i) => Math.floor(i / 7))],
  ['one that is sorted the other way', Float64Array.from({ length: 100 }, (_, i) => -i)],
  ['nulls and infinities', Float64Array.from({ length: 100 }, (_, i) => (i % 2 ? Number.NaN : Infinity))],
])('%s: the order says nothing', (_, values) => {
  expect(autocorrelationTime(values)).toBeUndefined()
  expect(byHand(values)).toBeUndefined()
})

test.each([
  ['few rows', Float64Array.from({ length: 49 }, (_, i) => (i * 7) % 5)],
  ['one category', new Float64Array(100)],
  ['a file sorted by them', Float64Array.from({ length: 100 }, (_, i) => (Math.floor(i / 30) * 3) % 4)],
])('categories, %s: the order says nothing', (_, codes) => {
  expect(categoryAutocorrelationTime(codes)).toBeUndefined()
})

test('nulls are left out', () => {
  const values = autoregression([3, 300, 0, 0.9])
  const holes = Float64Array.from({ length: 600 }, (_, i) => (i % 2 ? Number.NaN : (values[i / 2] as number)))
  expect(autocorrelationTime(holes)).toEqual(autocorrelationTime(values))
})

describe('what is called dependent', () => {
  test.each([60, 200, 1000, 5000])('windows of 25 independent columns of %d rows are not', rows => {
    const windows = 40
    let alarms = 0
    for (let seed = 1; seed <= windows; seed++) {
      const draws = stream([seed * 7919 + rows, 25 * rows, 0, 1, 0])
      const columns = Array.from({ length: 25 }, (_, k) => {
        const column = Float64Array.from(draws.slice(k * rows, (k + 1) * rows))
        // Heavy tails, rare ones, levels, and as they are.
        const shapes = [(u: number) => Math.tan(3 * (u - 0.5)), (u: number) => Number(u < 0.03), Math.round]
        return column.map(shapes[k % 4] ?? (u => u))
      })
      if (columns.some(column => isDependent(leadingTime(column)))) alarms++
    }
    // 1% of windows, and what chance makes of that in 40.
    expect(alarms).toBeLessThanOrEqual(2)
  })

  test.each([
    [0.5, 2000, 3],
    [0.9, 1000, 19],
    [0.9, 5000, 19],
  ])('an autoregression of %d in %d rows is, by about its own time', (memory, rows, tau) => {
    for (const seed of [101, 102, 103]) {
      const time = leadingTime(autoregression([seed, rows, 0, memory]))
      expect(isDependent(time)).toBe(true)
      expect(Math.abs(Math.log((time as Time).tau / tau))).toBeLessThan(0.9)
    }
  })
})
