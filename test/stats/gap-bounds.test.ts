import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type GroupFigure, gapOf } from '../../src/stats/gap-bounds.ts'
import { wilsonBounds } from '../../src/stats/wilson-bounds.ts'
import '../property-seed.ts'
import { randomNumbers } from '../random.ts'

const rate = (count: number, total: number): GroupFigure => ({
  value: count / total,
  bounds: confidence => wilsonBounds(count, total, confidence),
})

const rates = fc
  .array(
    fc
      .integer({ min: 1, max: 500 })
      .chain(total => fc.tuple(fc.integer({ min: 0, max: total }), fc.constant(total))),
    { minLength: 2, maxLength: 6 },
  )
  .map(all => all.map(([count, total]) => rate(count, total)))

test('intervals hold what they are of, within what a gap can be', () => {
  fc.assert(
    fc.property(rates, figures => {
      const { difference, ratio } = gapOf(figures, 0.95)
      expect(difference.low).toBeGreaterThanOrEqual(0)
      expect(difference.low).toBeLessThanOrEqual(difference.value + 1e-12)
      expect(difference.high).toBeGreaterThanOrEqual(difference.value - 1e-12)
      expect(difference.high).toBeLessThanOrEqual(1)
      if (ratio === undefined) return
      expect(ratio.low).toBeLessThanOrEqual(ratio.value + 1e-12)
      expect(ratio.high).toBeGreaterThanOrEqual(ratio.value - 1e-12)
      expect([ratio.low >= 0, ratio.high <= 1]).toEqual([true, true])
    }),
  )
})

test('the order of groups does not matter, and more certainty is never a narrower interval', () => {
  fc.assert(
    fc.property(rates, figures => {
      const [there, back] = [gapOf(figures, 0.95), gapOf(figures.toReversed(), 0.95)]
      expect(back.difference).toEqual(there.difference)
      expect(back.ratio).toEqual(there.ratio)
      const surer = gapOf(figures, 0.99).difference
      expect(surer.low).toBeLessThanOrEqual(there.difference.low)
      expect(surer.high).toBeGreaterThanOrEqual(there.difference.high)
    }),
  )
})

test('groups of no positives have no ratio', () => {
  expect(gapOf([rate(0, 10), rate(0, 20)], 0.95)).toMatchObject({
    difference: { value: 0 },
    ratio: undefined,
  })
})

// A simulation over all outcomes would be long; these are drawn.
test.each([
  [[0.3, 0.3], 60],
  [[0.3, 0.5], 60],
  [[0.1, 0.1, 0.1, 0.1], 80],
  [[0.05, 0.2, 0.3, 0.5], 50],
  [[0.5, 0.5, 0.5, 0.5, 0.5, 0.6], 200],
] as const)(
  'of rates %j with %i rows each, more than 93 in 100 intervals hold the true gap',
  (truth, rows) => {
    const { uniform } = randomNumbers(20_261_121)
    const [most, least] = [Math.max(...truth), Math.min(...truth)]
    const runs = 4_000
    let [differences, ratios] = [0, 0]
    for (let run = 0; run < runs; run++) {
      const figures = truth.map(p => {
        let count = 0
        for (let row = 0; row < rows; row++) if (uniform() < p) count += 1
        return rate(count, rows)
      })
      const { difference, ratio } = gapOf(figures, 0.95)
      if (difference.low <= most - least && most - least <= difference.high) differences += 1
      if (ratio === undefined || (ratio.low <= least / most && least / most <= ratio.high)) ratios += 1
    }
    expect(differences / runs).toBeGreaterThan(0.93)
    expect(ratios / runs).toBeGreaterThan(0.93)
  },
)
