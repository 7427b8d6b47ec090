import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Estimate, Proportion } from '../../src/ab/arm.ts'
import { compareEstimates } from '../../src/ab/compare-estimates.ts'
import { compareProportions } from '../../src/ab/compare-proportions.ts'
import type { Comparison, Question } from '../../src/ab/comparison.ts'
import { fisherLower } from '../../src/stats/fisher-exact.ts'
import { scoreBounds } from '../../src/stats/score-bounds.ts'
import { expectNear, golden } from '../stats/golden.ts'

type Counts = readonly [successes: number, rows: number]
type Figures = readonly [mean: number, sd: number, rows: number]

interface Sides {
  readonly greater: number
  readonly less: number
  readonly twoSided: number
  readonly intervals: Readonly<Record<string, readonly [number, number]>>
}

interface ProportionCase extends Sides {
  readonly a: Counts
  readonly b: Counts
  readonly test: string
  readonly statistic?: number
}

interface MeanCase extends Sides {
  readonly a: Figures
  readonly b: Figures
  readonly test: string
  readonly statistic: number
  readonly dof: number
}

const proportion = ([successes, rows]: Counts): Proportion => ({ kind: 'proportion', successes, rows })
const mean = ([value, spread, rows]: Figures): Estimate => ({
  ...{ kind: 'estimate', value, spread, rows, dof: rows - 1 },
})

const question: Question = { alpha: 0.05, alternative: 'greater', better: 'higher' }

/** All three alternatives and, at three levels, the interval. */
function expectSides(compare: (of: Question) => Comparison, one: Sides, label: string) {
  expectNear(compare(question).test.pValue, one.greater, 1e-9, `${label} greater`)
  expectNear(compare(question).test.pWorse, one.less, 1e-9, `${label} less`)
  expectNear(compare({ ...question, better: 'lower' }).test.pValue, one.less, 1e-9, `${label} lower`)
  const twoSided = compare({ ...question, alternative: 'two-sided' }).test.pValue
  expectNear(twoSided, one.twoSided, 1e-9, `${label} two-sided`)
  for (const [alpha, [low, high]] of Object.entries(one.intervals)) {
    const { interval } = compare({ ...question, alpha: Number(alpha), alternative: 'two-sided' })
    const same = compare({ ...question, alpha: Number(alpha) / 2 }).interval
    expect(same).toEqual(interval)
    const width = high - low
    expect(Math.abs(interval.low - low), `${label} low`).toBeLessThan(1e-7 * width)
    expect(Math.abs(interval.high - high), `${label} high`).toBeLessThan(1e-7 * width)
  }
}

test.each(golden<ProportionCase>('ab-proportions').map(one => [`${one.a} v ${one.b}`, one] as const))(
  'shares %s against SciPy and statsmodels',
  (label, one) => {
    const compare = (of: Question) => compareProportions(proportion(one.a), proportion(one.b), of)
    const { name, statistic } = compare(question).test
    expect(name).toBe(one.test)
    if (one.statistic !== undefined) expect(statistic).toBeCloseTo(one.statistic, 9)
    expectSides(compare, one, label)
  },
)

test.each(golden<MeanCase>('ab-means').map(one => [`${one.a} v ${one.b}`, one] as const))(
  'means %s against SciPy',
  (label, one) => {
    const compare = (of: Question) => compareEstimates(mean(one.a), mean(one.b), of)
    const { name, statistic = Number.NaN, dof = Number.NaN } = compare(question).test
    expect(name).toBe(one.test)
    expect(statistic).toBeCloseTo(one.statistic, 9)
    expectNear(dof, one.dof, 1e-9, label)
    expectSides(compare, one, label)
  },
)

const counts = fc
  .tuple(fc.integer({ min: 1, max: 400 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([rows, share]) => proportion([Math.round(share * rows), rows]))
const figures = fc
  .tuple(
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
    fc.integer({ min: 2, max: 5000 }),
  )
  .map(mean)
const questions = fc.record({
  alpha: fc.double({ min: 1e-6, max: 0.49, noNaN: true }),
  alternative: fc.constantFrom('greater' as const, 'two-sided' as const),
  better: fc.constantFrom('higher' as const, 'lower' as const),
})

describe('laws', () => {
  test.each([
    ['shares', counts, compareProportions],
    ['means', figures, compareEstimates],
  ] as const)(
    'of %s: finite, mirrored when swapped, and never beyond chance against itself',
    (_, arms, by) => {
      const compare = by as (a: unknown, b: unknown, of: Question) => Comparison
      fc.assert(
        fc.property(arms as fc.Arbitrary<unknown>, arms as fc.Arbitrary<unknown>, questions, (a, b, of) => {
          const [there, back] = [compare(a, b, of), compare(b, a, of)]
          const numbers = [there.difference, ...Object.values(there.interval), ...Object.values(there.test)]
          for (const x of numbers) if (typeof x === 'number') expect(Number.isFinite(x)).toBe(true)
          expect(there.test.pValue).toBeGreaterThan(0)
          expect(there.test.pValue).toBeLessThanOrEqual(1)
          expect(back.difference).toBeCloseTo(-there.difference, 9)
          expect(back.interval.low).toBeCloseTo(-there.interval.high, 6)
          expect(back.interval.high).toBeCloseTo(-there.interval.low, 6)
          if (of.alternative === 'two-sided') expectNear(back.test.pValue, there.test.pValue, 1e-9)
          else expectNear(back.test.pValue, there.test.pWorse, 1e-9)
          expect(there.interval.low).toBeLessThanOrEqual(there.difference)
          expect(there.interval.high).toBeGreaterThanOrEqual(there.difference)
          const same = compare(a, a, of)
          expect(same.difference).toBe(0)
          expect(same.test.pValue).toBeGreaterThanOrEqual(0.5)
          expect(same.test.pWorse).toBeGreaterThanOrEqual(0.5)
        }),
        { numRuns: 300 },
      )
    },
  )

  test('an interval of shares stays between -1 and 1', () => {
    fc.assert(
      fc.property(counts, counts, questions, (a, b, of) => {
        const { low, high } = compareProportions(a, b, of).interval
        expect(low).toBeGreaterThanOrEqual(-1 - 1e-12)
        expect(high).toBeLessThanOrEqual(1 + 1e-12)
      }),
    )
  })

  test('the one-sided tails of a table hold it once each', () => {
    const cell = fc.integer({ min: 0, max: 60 })
    fc.assert(
      fc.property(cell, cell, cell, cell, (a, b, c, d) => {
        fc.pre(a + b > 0 && c + d > 0)
        const lower = fisherLower({ a, b, c, d })
        const upper = fisherLower({ a: c, b: d, c: a, d: b })
        expect(lower).toBeLessThanOrEqual(1)
        expect(lower).toBeGreaterThan(0)
        const below = a > 0 && d > 0 ? fisherLower({ a: a - 1, b: b + 1, c: c + 1, d: d - 1 }) : 0
        expect(below + upper).toBeCloseTo(1, 10)
      }),
    )
  })

  test('score bounds are roots of the score test', () => {
    for (const [count, total, alpha] of [
      [3, 40, 0.05],
      [0, 9, 0.01],
      [500, 1000, 0.2],
    ] as const) {
      const { low, high } = scoreBounds(count, total, alpha)
      const z = (p: number) => Math.abs(count / total - p) / Math.sqrt((p * (1 - p)) / total)
      const expected = { 0.05: 1.6448536269514722, 0.01: 2.3263478740408408, 0.2: 0.8416212335729143 }[alpha]
      if (count > 0) expect(z(low)).toBeCloseTo(expected, 9)
      else expect(low).toBe(0)
      expect(z(high)).toBeCloseTo(expected, 9)
    }
  })
})

describe('what cannot be compared', () => {
  test('two constants', () => {
    const constant = (value: number) => mean([value, 0, 20])
    for (const b of [constant(2), constant(3)])
      expect(() => compareEstimates(constant(2), b, question)).toThrow(/neither arm varies/)
  })

  test('values beyond a double', () => {
    const [a, b] = [mean([-1.7e308, 1e300, 5]), mean([1.7e308, 1e300, 5])]
    expect(() => compareEstimates(a, b, question)).toThrow(/too far apart/)
  })
})
