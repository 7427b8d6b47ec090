import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Question } from '../../src/ab/comparison.ts'
import { estimatePower, proportionPower } from '../../src/ab/power.ts'
import { detectable, rowsNeeded } from '../../src/ab/rows-needed.ts'
import { noncentralTUpper } from '../../src/stats/noncentral-t-upper.ts'
import { studentTTwoSided } from '../../src/stats/student-t-two-sided.ts'
import { expectNear, golden } from '../stats/golden.ts'

interface Planned {
  readonly alpha: number
  readonly power: number
  readonly sides: 1 | 2
  readonly rows: number
}

const asking = ({ alpha, sides }: Planned, better: Question['better'] = 'higher'): Question => ({
  ...{ alpha, better, alternative: sides === 1 ? 'greater' : 'two-sided' },
})
const ofMean = { spread: 1, dof: (rows: number) => rows - 1 }

test('the noncentral t law against an integral at high precision', () => {
  const cases = golden<{ t: number; dof: number; delta: number; p: number }>('noncentral-t')
  for (const { t, dof, delta, p } of cases) {
    const difference = Math.abs(noncentralTUpper(t, dof, delta) - p)
    expect(difference, `t ${t}, dof ${dof}, delta ${delta}`).toBeLessThan(1e-10)
  }
  for (const dof of [1, 4.2, 300, 1e6, 1e9])
    for (const t of [0.3, 2, 9])
      expect(noncentralTUpper(t, dof, 0)).toBeCloseTo(studentTTwoSided(t, dof) / 2, 11)
})

test('rows of shares against statsmodels', () => {
  type Case = Planned & { baseline: number; lift: number; ratio: number; achieved: number }
  for (const one of golden<Case>('ab-proportion-plans')) {
    const { baseline, lift, ratio, power } = one
    const law = proportionPower(baseline, asking(one, lift > 0 ? 'higher' : 'lower'))
    const rows = rowsNeeded(law, Math.abs(lift), ratio, power)
    expect(rows, JSON.stringify(one)).toEqual({ a: Math.ceil(one.rows), b: Math.ceil(one.rows * ratio) })
    const achieved = law.power(Math.abs(lift), { a: one.rows, b: one.rows * ratio })
    // Of a two-sided test statsmodels adds what lies beyond the far limit.
    expect(achieved).toBeCloseTo(one.achieved, 7)
  }
})

test('rows of means against statsmodels', () => {
  for (const one of golden<Planned & { effect: number }>('ab-mean-plans')) {
    const law = estimatePower(ofMean, ofMean, asking(one))
    const rows = rowsNeeded(law, one.effect, 1, one.power)
    expect(rows?.a, JSON.stringify(one)).toBe(Math.ceil(one.rows))
    expectNear(detectable(law, { a: one.rows, b: one.rows }, one.power) ?? 0, one.effect, 2e-6)
  }
})

test("power of Welch's test with unequal arms against SciPy", () => {
  type Side = readonly [sd: number, rows: number]
  for (const one of golden<{ lift: number; a: Side; b: Side; power: number }>('ab-welch-powers')) {
    const [a, b] = [one.a, one.b].map(([spread]) => ({ ...ofMean, spread })) as [typeof ofMean, typeof ofMean]
    const law = estimatePower(a, b, { alpha: 0.05, alternative: 'greater', better: 'higher' })
    expect(law.power(one.lift, { a: one.a[1], b: one.b[1] })).toBeCloseTo(one.power, 9)
  }
})

describe('laws', () => {
  const questions = fc.record({
    alpha: fc.double({ min: 1e-6, max: 0.4, noNaN: true }),
    alternative: fc.constantFrom('greater' as const, 'two-sided' as const),
    better: fc.constantFrom('higher' as const, 'lower' as const),
  })
  const rows = fc.record({ a: fc.integer({ min: 2, max: 1e7 }), b: fc.integer({ min: 2, max: 1e7 }) })
  const share = fc.double({ min: 0, max: 1, noNaN: true })

  test('what can just be seen is seen with just that power, and takes just those rows', () => {
    fc.assert(
      fc.property(share, questions, rows, (baseline, question, sizes) => {
        const law = proportionPower(baseline, question)
        const lift = detectable(law, sizes, 0.8)
        if (lift === undefined) return
        expect(lift).toBeLessThanOrEqual(law.most)
        expect(law.power(lift, sizes)).toBeGreaterThanOrEqual(0.8)
        const needed = rowsNeeded(law, lift, sizes.b / sizes.a, 0.8)
        expect(needed?.a).toBeLessThanOrEqual(Math.ceil(sizes.a * (1 + 1e-6)))
      }),
    )
  })

  test('of means likewise, however few rows', () => {
    const spread = fc.double({ min: 1e-3, max: 1e3, noNaN: true })
    fc.assert(
      fc.property(spread, spread, questions, rows, (one, other, question, sizes) => {
        const law = estimatePower({ ...ofMean, spread: one }, { ...ofMean, spread: other }, question)
        const lift = detectable(law, sizes, 0.9) as number
        expect(Number.isFinite(lift)).toBe(true)
        expect(law.power(lift, sizes)).toBeGreaterThanOrEqual(0.9)
        expect(law.power(lift / 2, sizes)).toBeLessThan(0.9)
      }),
      { numRuns: 60 },
    )
  })

  test('no number of rows shows what there cannot be', () => {
    const question: Question = { alpha: 0.05, alternative: 'greater', better: 'higher' }
    const law = proportionPower(0.99, question)
    expect(rowsNeeded(law, 0.02, 1, 0.8)).toBeUndefined()
    expect(rowsNeeded(law, 0, 1, 0.8)).toBeUndefined()
    expect(rowsNeeded(law, 1e-12, 1, 0.8)).toBeUndefined()
    expect(detectable(law, { a: 10, b: 10 }, 0.8)).toBeUndefined()
    expect(detectable(proportionPower(1, question), { a: 1e6, b: 1e6 }, 0.8)).toBeUndefined()
    expect(rowsNeeded(proportionPower(0, question), 1, 1, 0.8)).toEqual({ a: 2, b: 2 })
  })
})
