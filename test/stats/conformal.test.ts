import fc from 'fast-check'
import { expect, test } from 'vitest'
import { conformalNeeds, conformalP, conformalPlace, conformalThreshold } from '../../src/stats/conformal.ts'
import { golden } from './golden.ts'

interface PCase {
  readonly past: readonly number[]
  readonly score: number
  readonly p: number
}

interface PlaceCase {
  readonly alpha: number
  readonly count: number
  readonly place: number
  readonly needs: number
}

test('p is the rank among all, as NumPy and fractions have it', () => {
  for (const { past, score, p } of golden<PCase>('conformal')) expect(conformalP(score, past)).toBe(p)
})

test('places are whole where decimals are, whatever binary makes of them', () => {
  for (const { alpha, count, place, needs } of golden<PlaceCase>('conformal-places')) {
    expect([alpha, count, conformalPlace(count, alpha)]).toEqual([alpha, count, place])
    expect([alpha, conformalNeeds(alpha)]).toEqual([alpha, needs])
  }
})

const scores = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ noNaN: true })), {
  minLength: 1,
  maxLength: 60,
})
const alpha = fc.integer({ min: 1, max: 99 }).map(percent => percent / 100)

test('a score is above the threshold exactly when its p-value is at most alpha', () => {
  fc.assert(
    fc.property(
      scores,
      alpha,
      fc.oneof(fc.integer({ min: -1, max: 6 }), fc.double({ noNaN: true })),
      (past, level, score) => {
        const threshold = conformalThreshold(past, level)
        const isRare = Number(conformalP(score, past).toPrecision(12)) <= level
        expect(threshold !== undefined && score > threshold).toBe(isRare)
      },
    ),
    { numRuns: 1000 },
  )
})

test('no alpha below 1/(k + 1) has a threshold, and as many windows as it needs have', () => {
  for (let k = 1; k < 300; k++) {
    const past = Array.from({ length: k }, (_, i) => i)
    expect(conformalThreshold(past, 1 / (k + 1))).toBe(k - 1)
    expect(conformalThreshold(past, 0.999 / (k + 1))).toBeUndefined()
  }
  fc.assert(
    fc.property(alpha, level => {
      const needs = conformalNeeds(level)
      expect(conformalPlace(needs, level)).toBeGreaterThan(0)
      expect(conformalPlace(needs - 1, level)).toBe(0)
    }),
  )
})

test('of all orders of the scores, no more than a share alpha have the last one above', () => {
  // Every rotation of distinct scores puts each of them last once, as every order does.
  fc.assert(
    fc.property(scores, alpha, (all, level) => {
      const alarms = all.filter((score, i) => {
        const threshold = conformalThreshold([...all.slice(0, i), ...all.slice(i + 1)], level)
        return threshold !== undefined && score > threshold
      })
      expect(alarms.length).toBeLessThanOrEqual(Number((level * all.length).toPrecision(12)))
    }),
  )
})
