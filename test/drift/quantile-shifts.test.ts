import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { quantileShifts } from '../../src/drift/quantile-shifts.ts'
import { numericProfile } from '../../src/profile/numeric-profile.ts'
import { roundProfile } from '../../src/profile/round-profile.ts'
import { randomNumbers } from '../../src/stats/random-numbers.ts'
import { numeric } from './windows.ts'

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
const window = fc.array(finite, { minLength: 1, maxLength: 60 })

describe('laws', () => {
  test('exchanging the windows turns every shift and its interval round', () => {
    fc.assert(
      fc.property(window, window, (a, b) => {
        const [there, back] = [
          quantileShifts(numeric(a), numeric(b), 0.05),
          quantileShifts(numeric(b), numeric(a), 0.05),
        ]
        for (const [i, one] of there.entries()) {
          const other = back[i]
          expect(other?.shift).toBe(0 - one.shift)
          expect(other?.low).toBe(one.high === undefined ? undefined : 0 - one.high)
          expect(other?.high).toBe(one.low === undefined ? undefined : 0 - one.low)
        }
      }),
    )
  })

  test('no figure is NaN, and an interval holds the shift', () => {
    fc.assert(
      fc.property(window, window, fc.constantFrom(0.5, 0.05, 1e-6), (a, b, alpha) => {
        for (const { shift, low, high } of quantileShifts(numeric(a), numeric(b), alpha)) {
          expect(shift).not.toBeNaN()
          expect(low ?? shift).toBeLessThanOrEqual(shift)
          expect(high ?? shift).toBeGreaterThanOrEqual(shift)
        }
      }),
    )
  })

  test('a window moved by a whole number moves every quantile and interval by it', () => {
    const values = Array.from({ length: 500 }, (_, i) => (i * 37) % 500)
    const still = quantileShifts(numeric(values), numeric(values), 0.05)
    const moved = quantileShifts(numeric(values), numeric(values.map(value => value + 64)), 0.05)
    for (const [i, one] of moved.entries()) {
      expect(one.shift).toBeCloseTo(64, 9)
      expect(one.low).toBeCloseTo(64 + (still[i]?.low as number), 9)
      expect(one.high).toBeCloseTo(64 + (still[i]?.high as number), 9)
    }
  })
})

test('one row bounds nothing', () => {
  for (const one of quantileShifts(numeric([1]), numeric([2]), 0.05)) {
    expect(one).toMatchObject({ shift: 1 })
    expect([one.low, one.high]).toEqual([undefined, undefined])
  }
})

test('rounding to buckets widens an interval, and never past the buckets', () => {
  const values = Array.from({ length: 400 }, (_, i) => 1000.5 + i / 7)
  const exact = quantileShifts(numeric(values), numeric(values.map(value => value + 3)), 0.05)
  const rounded = quantileShifts(
    roundProfile(numeric(values), 44),
    roundProfile(numeric(values.map(value => value + 3)), 44),
    0.05,
  )
  for (const [i, { low, high }] of exact.entries()) {
    if (low === undefined || high === undefined) continue
    expect(rounded[i]?.low).toBeLessThanOrEqual(low + 1)
    expect(rounded[i]?.high).toBeGreaterThanOrEqual(high - 1)
  }
})

/** The share of 600 pairs of windows whose interval holds the true shift of 5, by quantile. */
function coverage(draw: (random: () => number) => number, n: number, m: number, seed: number): number[] {
  const random = randomNumbers(seed)
  const runs = 600
  const held = Array.from({ length: 7 }, () => 0)
  for (let run = 0; run < runs; run++) {
    const before = numericProfile(Float64Array.from({ length: n }, () => draw(random)))
    const after = numericProfile(Float64Array.from({ length: m }, () => draw(random) + 5))
    for (const [i, { low = -Infinity, high = Infinity }] of quantileShifts(before, after, 0.05).entries()) {
      if (low <= 5 && 5 <= high) held[i] = (held[i] ?? 0) + 1
    }
  }
  return held.map(count => count / runs)
}

describe('of 95% intervals 95% hold the true shift, or some more', () => {
  const normal = (random: () => number) =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const exponential = (random: () => number) => -Math.log(1 - random())
  const rounded = (random: () => number) => Math.round(2 * normal(random))

  test.each([
    ['normal', normal, 200, 200],
    ['exponential', exponential, 1000, 300],
    ['rounded', rounded, 400, 400],
  ] as const)('%s', (_, draw, n, m) => {
    // Three standard errors of 600 runs at 95%.
    for (const share of coverage(draw, n, m, 11)) expect(share).toBeGreaterThanOrEqual(0.95 - 3 * 0.0089)
  })

  test('and not all of them, where values are continuous and many', () => {
    for (const share of coverage(normal, 2000, 2000, 7)) expect(share).toBeLessThanOrEqual(0.985)
  })
})
