import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { numericProfile } from '../../src/profile/numeric-profile.ts'
import { withParked } from '../../src/profile/sort-parked.ts'
import { valueParker } from '../../src/profile/value-parker.ts'
import { countBelow, countUpTo, distinctBelow } from '../../src/stats/counts-between.ts'
import { type Distribution, heldEcdf, isLong } from '../../src/stats/ecdf.ts'
import { distinctCount, ecdfCount } from '../../src/stats/ecdf-count.ts'
import { ecdfDistance } from '../../src/stats/ecdf-distance.ts'
import { withRooms } from '../../src/stats/kernels.ts'
import { moments } from '../../src/stats/moments.ts'
import { pooledSteps } from '../../src/stats/pooled-steps.ts'
import { extremesOf, valueAt } from '../../src/stats/value-at.ts'

const directory = mkdtempSync(join(tmpdir(), 'mlreg-parked-'))
afterAll(() => rmSync(directory, { recursive: true }))
let files = 0

/** Puts values down, a few at a time, and calls `use` with their profile. */
function parked<Result>(
  values: readonly number[] | Float64Array,
  cuts: readonly number[],
  use: (ecdf: Distribution, profile: { rows: number; nulls: number; infinite: number }) => Result,
  mostHeld = 0,
): Result {
  const path = join(directory, String(++files))
  const ascending = Float64Array.from(new Set(cuts.map(cut => cut + 0))).sort()
  const parker = valueParker(path, ascending, mostHeld)
  for (let at = 0; at < values.length; at += 1000) parker.add(Float64Array.from(values.slice(at, at + 1000)))
  const result = withParked(parker.finish(), undefined, ({ ecdf, ...profile }) => use(ecdf, profile))
  expect(existsSync(path)).toBe(false)
  return result
}

function expectSame(long: Distribution, values: readonly number[] | Float64Array): void {
  const { ecdf } = numericProfile(Float64Array.from(values))
  expect(heldEcdf(long)).toEqual({ values: ecdf.values.slice(), cumulative: ecdf.cumulative.slice() })
  expect([ecdfCount(long), distinctCount(long), extremesOf(long)]).toEqual([
    ecdfCount(ecdf),
    distinctCount(ecdf),
    extremesOf(ecdf),
  ])
  const count = ecdfCount(ecdf)
  const places = Array.from({ length: 60 }, (_, i) => Math.floor((i * (count - 1)) / 59))
  for (const place of places) {
    const value = valueAt(ecdf, place)
    expect(valueAt(long, place)).toBe(value)
    for (const bound of [value, value + 1e-9, value - 1e-9, 2 * value]) {
      expect([countBelow, countUpTo, distinctBelow].map(of => of(long, bound))).toEqual(
        [countBelow, countUpTo, distinctBelow].map(of => of(ecdf, bound)),
      )
    }
  }
  expect(moments(long)).toEqual(moments(ecdf))
}

const number = fc.oneof(
  fc.double(),
  fc.integer({ min: -4, max: 4 }),
  fc.constantFrom(-0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MAX_VALUE),
)
const cut = fc.oneof(fc.double({ noDefaultInfinity: true, noNaN: true }), fc.integer({ min: -4, max: 4 }))

test('a distribution in a file is the one in memory, whatever the cuts', () => {
  fc.assert(
    fc.property(fc.array(number), fc.array(cut), (values, cuts) => {
      const { rows, nulls, infinite } = numericProfile(Float64Array.from(values))
      const finite = values.filter(Number.isFinite)
      parked(values, cuts, (ecdf, profile) => {
        expect(profile).toMatchObject({ rows, nulls, infinite })
        expect(isLong(ecdf)).toBe(finite.length > 0)
        if (finite.length > 0) expectSame(ecdf, finite)
      })
    }),
  )
})

/** Values of several parts, blocks and pieces, half of which repeat across the ends of blocks; no random numbers. */
const many = Float64Array.from({ length: 300_000 }, (_, i) => {
  const x = (i * 0.6180339887498949) % 1
  return i % 2 === 0 ? Math.floor(x * 37) / 8 - 1 : Math.tan(3 * (x - 0.5))
})

test('a long distribution, of one part and of many', () => {
  for (const cuts of [
    [],
    [0],
    [-1, -0.5, 0, 0.1, 0.2, 1, 2],
    Array.from({ length: 400 }, (_, i) => i / 50 - 4),
  ]) {
    parked(many, cuts, ecdf => expectSame(ecdf, many))
  }
})

test('so does one sorted in a room of the kernels', () => {
  const path = join(directory, String(++files))
  const parker = valueParker(path, Float64Array.of(0), 0)
  parker.add(many)
  const column = parker.finish()
  withRooms([many.length], ([room]) => {
    expect(room).toBeDefined()
    withParked(column, room, ({ ecdf }) =>
      expect(moments(ecdf)).toEqual(moments(numericProfile(many.slice()).ecdf)),
    )
  })
})

test('two distributions are walked in pieces as they are whole', () => {
  const shifted = many.map(value => value * 1.001 + 0.01).subarray(0, 200_000)
  const [a, b] = [numericProfile(many.slice()).ecdf, numericProfile(shifted.slice()).ecdf]
  const joined = (name: 'values' | 'gaps' | 'first' | 'second', x: Distribution, y: Distribution) =>
    Float64Array.from([...pooledSteps(x, y)].flatMap(steps => [...steps[name]]))
  parked(many, [0, 1], longA => {
    expect(ecdfDistance(longA, b)).toEqual(ecdfDistance(a, b))
    parked(shifted, [0.5], longB => {
      expect(ecdfDistance(longA, longB)).toEqual(ecdfDistance(a, b))
      expect(ecdfDistance(a, longB)).toEqual(ecdfDistance(a, b))
    })
  })
  const [few, other] = [many.subarray(0, 9000), shifted.subarray(0, 7000)]
  const [fewA, fewB] = [numericProfile(few.slice()).ecdf, numericProfile(other.slice()).ecdf]
  const steps = [...pooledSteps(fewA, fewB)][0]
  parked(few, [0, 0.3], longA =>
    parked(other, [0.5], longB => {
      for (const name of ['values', 'gaps', 'first', 'second'] as const) {
        expect(joined(name, longA, longB)).toEqual(steps?.[name])
      }
    }),
  )
})

test('few different values are held after all', () => {
  parked(many.map(Math.round), [0], ecdf => expect(isLong(ecdf)).toBe(false), 1000)
})
