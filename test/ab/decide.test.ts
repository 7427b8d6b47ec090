import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Arm, Estimate, Proportion } from '../../src/ab/arm.ts'
import { compareEstimates } from '../../src/ab/compare-estimates.ts'
import { compareProportions } from '../../src/ab/compare-proportions.ts'
import type { Demand } from '../../src/ab/decide.ts'
import { judge } from '../../src/ab/judge.ts'
import { presets } from '../../src/ab/presets.ts'
import { draws, randomNumbers } from '../random.ts'

const share = (successes: number, rows: number): Arm => ({ kind: 'proportion', successes, rows })
const mean = (value: number, spread: number, rows: number): Arm => ({
  ...{ kind: 'estimate', value, spread, rows, dof: rows - 1 },
})
const demand: Demand = {
  ...{ alpha: 0.05, alternative: 'greater', better: 'higher', power: 0.8 },
  ...{ minLift: 0, isRelative: false, isStrict: false },
}
const decide = (a: Arm, b: Arm, more: Partial<Demand> = {}, isSlower = false) =>
  judge(a, b, { ...demand, ...more }, isSlower).decision

describe('the decision', () => {
  test.each([
    ['better', 'promote', share(800, 10_000), share(1000, 10_000), {}],
    ['better', 'promote', share(800, 10_000), share(1000, 10_000), { minLift: 0.02 }],
    ['better', 'promote', share(800, 10_000), share(1000, 10_000), { minLift: 0.25, isRelative: true }],
    ['better', 'promote', share(1000, 10_000), share(800, 10_000), { better: 'lower' }],
    ['too-small', 'keep', share(800, 10_000), share(1000, 10_000), { minLift: 0.02, isStrict: true }],
    ['excluded', 'keep', share(800, 10_000), share(1000, 10_000), { minLift: 0.03 }],
    ['worse', 'keep', share(1000, 10_000), share(800, 10_000), {}],
    ['worse', 'keep', share(800, 10_000), share(1000, 10_000), { better: 'lower' }],
    ['not-seen', 'keep', share(800, 10_000), share(840, 10_000), { minLift: 0.01 }],
    ['out-of-reach', 'keep', share(99, 100), share(100, 100), { minLift: 0.03 }],
    ['too-few-rows', 'continue', share(8, 100), share(11, 100), { minLift: 0.01 }],
    ['too-few-rows', 'continue', share(8, 100), share(11, 100), {}],
    ['no-minimum', 'continue', share(11, 100), share(8, 100), {}],
    ['no-minimum', 'continue', share(800, 10_000), share(800, 10_000), {}],
    ['excluded', 'keep', share(800, 10_000), share(800, 10_000), { minLift: 0.01 }],
    ['better', 'promote', mean(10, 3, 400), mean(11, 3, 400), { alternative: 'two-sided' }],
    ['worse', 'keep', mean(11, 3, 400), mean(10, 3, 400), { alternative: 'two-sided' }],
    ['too-few-rows', 'continue', mean(10, 3, 5), mean(11, 3, 5), { minLift: 1 }],
  ] as const)('%s: %s', (because, verdict, a, b, more) => {
    expect(decide(a, b, more)).toMatchObject({ because, verdict })
  })

  test('a slow B is not promoted however good', () => {
    expect(decide(share(1, 1000), share(900, 1000), {}, true)).toMatchObject({
      ...{ verdict: 'keep', because: 'slower' },
    })
  })

  test('a share of nothing is no demand', () => {
    expect(() => decide(share(0, 100), share(9, 100), { minLift: 0.05, isRelative: true })).toThrow(
      /no relative improvement/,
    )
  })

  test('says what would be seen, and the rows that it takes', () => {
    const { power } = decide(share(80, 1000), share(90, 1000), { minLift: 0.01 })
    expect(power.rows).toEqual({ a: 9616, b: 9616 })
    expect(power.isSufficient).toBe(false)
    expect(power.achieved).toBeCloseTo(0.1997, 3)
    expect(power.detectable).toBeGreaterThan(0.01)
    expect(decide(share(769, 9616), share(780, 9616), { minLift: 0.01 }).power.isSufficient).toBe(true)
  })
})

describe('presets', () => {
  // 100,000 rows a side: all is beyond chance but the rule on the lift.
  test.each([
    ['standard', [13_001, 13_000]],
    ['canary', [12_001, 12_000]],
    ['shadow', [10_201, 10_200]],
    ['strict', [10_500, 10_499]],
  ] as const)('%s promotes %j of 100,000 over 10,000, or not', (name, [enough, less]) => {
    const preset = presets.find(one => one.name === name)
    const verdict = (successes: number) =>
      decide(share(10_000, 100_000), share(successes, 100_000), preset).verdict
    expect([verdict(enough), verdict(less)]).toEqual(
      name === 'shadow' ? ['continue', 'continue'] : ['promote', 'keep'],
    )
  })

  test('strict asks for p below 0.01', () => {
    const strict = presets.find(({ name }) => name === 'strict')
    const [a, b] = [share(1000, 10_000), share(1090, 10_000)]
    expect(judge(a, b, demand, false).comparison.test.pValue).toBeGreaterThan(0.01)
    expect(decide(a, b).verdict).toBe('promote')
    expect(decide(a, b, strict).verdict).toBe('continue')
  })
})

describe('laws', () => {
  const counts = fc
    .tuple(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([rows, p]) => share(Math.round(p * rows), rows))
  const means = fc
    .tuple(
      fc.double({ min: -1e4, max: 1e4, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e4, noNaN: true }),
      fc.integer({ min: 2, max: 2000 }),
    )
    .map(([value, spread, rows]) => mean(value, spread, rows))
  const demands = fc.record({
    alpha: fc.double({ min: 1e-6, max: 0.49, noNaN: true }),
    alternative: fc.constantFrom('greater' as const, 'two-sided' as const),
    better: fc.constantFrom('higher' as const, 'lower' as const),
    power: fc.double({ min: 0.5, max: 0.99, noNaN: true }),
    minLift: fc.oneof(fc.constant(0), fc.double({ min: 1e-4, max: 1, noNaN: true })),
    isRelative: fc.constant(false),
    isStrict: fc.boolean(),
  })

  test.each([
    ['shares', counts],
    ['means', means],
  ] as const)(
    'of %s: one side at most is promoted, never an arm over itself, and all is finite',
    (_, arms) => {
      fc.assert(
        fc.property(arms, arms, demands, (a, b, of) => {
          const [there, back] = [judge(a, b, of, false).decision, judge(b, a, of, false).decision]
          expect(judge(a, a, of, false).decision.verdict).not.toBe('promote')
          expect([there.verdict, back.verdict].filter(verdict => verdict === 'promote').length).toBeLessThan(
            2,
          )
          if (there.because === 'worse') expect(back.lift).toBeGreaterThan(0)
          expect(back.lift).toBeCloseTo(-there.lift, 6)
          for (const x of [there.lift, there.relativeLift, there.minLift, ...Object.values(there.power)])
            if (typeof x === 'number') expect(Number.isFinite(x)).toBe(true)
        }),
        { numRuns: 30 },
      )
    },
  )
})

test('equal arms of few rows are called different no more often than promised', () => {
  const { uniform, normal } = randomNumbers(20_261_121)
  const isBetter = (a: Arm, b: Arm, better: Demand['better'] = 'higher') =>
    a.kind === 'proportion'
      ? compareProportions(a, b as Proportion, demand)
      : compareEstimates(a, b as Estimate, { ...demand, better })
  const rate = (pairs: number, arm: () => Arm) =>
    draws(pairs, () => isBetter(arm(), arm()).test.pValue < 0.05).filter(Boolean).length / pairs
  const shareOf = (rows: number, p: number) => () =>
    share(draws(rows, uniform).filter(u => u < p).length, rows)
  const meanOf = (rows: number, draw: () => number) => () => {
    const values = draws(rows, draw)
    const centre = values.reduce((sum, x) => sum + x, 0) / rows
    const squares = values.reduce((sum, x) => sum + (x - centre) ** 2, 0)
    return mean(centre, Math.sqrt(squares / (rows - 1)), rows)
  }
  // 4,000 pairs: two standard errors of 5% are 0.7%.
  for (const [rows, p] of [
    [12, 0.3],
    [40, 0.05],
    [60, 0.5],
  ] as const)
    expect(rate(4000, shareOf(rows, p)), `${p} of ${rows}`).toBeLessThan(0.06)
  expect(rate(4000, meanOf(8, normal))).toBeLessThan(0.058)
  expect(rate(4000, meanOf(8, normal))).toBeGreaterThan(0.04)
  const loss = () => normal() ** 2
  expect(rate(4000, meanOf(20, loss))).toBeLessThan(0.06)
  // Welch's test alone calls 11% of such small arms better than a large one.
  const [large, small] = [meanOf(300, loss), meanOf(30, loss)]
  const lower = draws(2000, () => isBetter(large(), small(), 'lower').test.pValue < 0.05)
  expect(lower.filter(Boolean).length / 2000).toBeLessThan(0.05)
})
