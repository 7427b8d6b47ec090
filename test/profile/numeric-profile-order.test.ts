import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { numericProfile } from '../../src/profile/numeric-profile.ts'
import { withRooms } from '../../src/stats/kernels.ts'

/** Expanded again and compared as bits, so that -0 and 0 are told apart; in kernel memory and, as where that ends, not. */
function expectSorted(values: Float64Array<ArrayBuffer>): void {
  const expected = bits(values.map(value => value + 0).sort())
  expect(bits(expanded(values.slice())).equals(expected)).toBe(true)
  withRooms([], () => expect(bits(expanded(values.slice())).equals(expected)).toBe(true))
}

function expanded(values: Float64Array<ArrayBuffer>): Float64Array {
  const { ecdf } = numericProfile(values)
  const all = new Float64Array(ecdf.cumulative.at(-1) ?? 0)
  for (const [i, value] of ecdf.values.entries()) {
    all.fill(value, ecdf.cumulative[i - 1] ?? 0, ecdf.cumulative[i])
  }
  return all
}

const bits = ({ buffer, byteOffset, byteLength }: Float64Array) => Buffer.from(buffer, byteOffset, byteLength)

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
const fewBits = fc.constantFrom(
  -0,
  0,
  5e-324,
  -5e-324,
  1,
  1 + Number.EPSILON,
  -1,
  2 ** -1022,
  Number.MAX_VALUE,
)

/** Long enough for the radix passes, which start at 1,024 values; sums to infinity are left out. */
function tiled(seed: readonly number[], length: number): Float64Array<ArrayBuffer> {
  const values = Float64Array.from(
    { length },
    (_, i) => (seed[(i * 7919) % seed.length] as number) * ((i % 5) - 2),
  )
  return values.filter(Number.isFinite)
}

describe('the same as the engine’s sort', () => {
  test('of a few values', () => {
    fc.assert(fc.property(fc.array(finite), values => expectSorted(Float64Array.from(values))))
  })

  test.each([1023, 1024, 1025, 6000])('of %i values, spread over all doubles', length => {
    const seeds = fc.array(finite, { minLength: 1, maxLength: 700 })
    fc.assert(
      fc.property(seeds, seed => expectSorted(tiled(seed, length))),
      { numRuns: 15 },
    )
  })

  test('of values that tie, and of zeros and denormals of either sign', () => {
    const seeds = fc.array(fewBits, { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(seeds, seed => expectSorted(tiled(seed, 5000))),
      { numRuns: 25 },
    )
  })

  test('of values that share their upper half: none of it tells them apart', () => {
    const seeds = fc.array(fc.nat(), { minLength: 1, maxLength: 999 })
    fc.assert(
      fc.property(seeds, seed => {
        const lower = Uint32Array.from({ length: 12_000 }, (_, i) =>
          i % 2 ? 0x42b8_0000 : ((seed[i % seed.length] ?? 0) * (i + 1)) >>> 0,
        )
        expectSorted(new Float64Array(lower.buffer))
        expectSorted(new Float64Array(lower.buffer).map(value => -value))
      }),
      { numRuns: 15 },
    )
  })

  test.each<[string, (i: number) => number]>([
    ['timestamps in microseconds', i => 1.7e15 + ((i * 7_919_317) % 86_400_000)],
    ['timestamps of one second', i => 1.7e15 + ((i * 999_983) % 1_000_000)],
    ['already ascending', i => i],
    ['descending', i => -i],
    ['one value', () => 42],
    ['two values, in turn', i => i % 2],
    ['whole numbers around zero', i => ((i * 40_503) % 65_536) - 32_768],
    ['fractions', i => Math.sin(i)],
  ])('of 300,000 %s', (_, valueAt) => {
    expectSorted(Float64Array.from({ length: 300_000 }, (_, i) => valueAt(i)))
  })
})

test('a part of a larger array is profiled and the rest left alone', () => {
  const whole = Float64Array.from({ length: 9000 }, (_, i) => Math.sin(i))
  const before = whole.slice()
  expect(expanded(whole.subarray(1001, 8000))).toEqual(before.slice(1001, 8000).sort())
  expect(whole.subarray(0, 1001)).toEqual(before.subarray(0, 1001))
  expect(whole.subarray(8000)).toEqual(before.subarray(8000))
})
