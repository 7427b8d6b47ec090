import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeTest } from '../../src/drift/judge-test.ts'
import { holds, parseRule } from '../../src/drift/rule.ts'
import { roundedUp, type TunedRule, tuneRule } from '../../src/drift/tune-rules.ts'
import { conformalP, conformalThreshold } from '../../src/stats/conformal.ts'
import { randomNumbers } from '../../src/stats/random-numbers.ts'
import { measured } from './measured.ts'

const score = fc.double({ min: 0, max: 10, noNaN: true })
const past = fc.array(fc.oneof(score, fc.constantFrom(0, 0.25, 1)), { minLength: 1, maxLength: 40 })
const alpha = fc.integer({ min: 1, max: 60 }).map(percent => percent / 100)

test('thresholds are rounded up to four digits', () => {
  expect([0.123412, 0.1234, 99999, -0.123456, 0, 1e-9, 5e-324].map(roundedUp)).toEqual([
    0.1235, 0.1234, 100000, -0.1234, 0, 1e-9, 5e-324,
  ])
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), x => {
      const up = roundedUp(x)
      expect(up).toBeGreaterThanOrEqual(x)
      if (Math.abs(x) > 1e-300 && Math.abs(x) < 1e300)
        expect(up - x).toBeLessThanOrEqual(Math.abs(x) * 1.001e-3)
    }),
  )
})

describe('a rule learned from past scores', () => {
  const fires = ({ text }: TunedRule, value: number) => {
    const [condition] = parseRule(text).conditions
    return holds(value, condition)
  }

  test('alarms when the conformal p-value is at most alpha, but for the rounding', () => {
    fc.assert(
      fc.property(past, alpha, score, (scores, level, now) => {
        const rule = tuneRule({ column: 'a: b', test: 'psi', scores }, level)
        const isRare = (value: number) => Number(conformalP(value, scores).toPrecision(12)) <= level
        expect(rule !== undefined).toBe(1 / (scores.length + 1) <= level)
        if (rule === undefined) return
        expect(parseRule(rule.text).column).toBe('a: b')
        if (fires(rule, now)) expect(isRare(now)).toBe(true)
        else if (isRare(now)) expect(roundedUp(now)).toBeLessThanOrEqual(rule.threshold)
        expect(rule.level).toBeLessThanOrEqual(level + 1e-12)
      }),
      { numRuns: 500 },
    )
  })

  test('counts the windows that the others would have called strange', () => {
    fc.assert(
      fc.property(past, alpha, (scores, level) => {
        const rule = tuneRule({ column: 'x', test: 'psi', scores }, level)
        if (rule === undefined) return
        const alarms = scores.flatMap((now, i) => {
          const others = [...scores.slice(0, i), ...scores.slice(i + 1)]
          const least = Math.max(level, 1 / (others.length + 1))
          const learned = conformalThreshold(others, least)
          return learned !== undefined && now > learned ? [i] : []
        })
        expect(rule.alarms).toEqual(alarms)
      }),
    )
  })

  test('leaves windows without a score out, and says how many it had', () => {
    const scores = [0.1, undefined, 0.3, 0.2, undefined]
    expect(tuneRule({ column: 'x', test: 'psi', scores }, 0.25)).toMatchObject({
      threshold: 0.3,
      windows: 3,
      level: 0.25,
      median: 0.2,
      extreme: 0.3,
      alarms: [2],
      text: 'x: psi > 0.3',
    })
    expect(tuneRule({ column: 'x', test: 'psi', scores }, 0.2)).toBeUndefined()
  })

  test('goes by the p-value where the statistic has a sign', () => {
    const scores = [0.5, 0.031_267, 0.9, 0.2]
    const rule = tuneRule({ column: 'x', test: 'welch-t', scores }, 0.2)
    expect(rule).toMatchObject({ text: 'x: welch-t.p < 0.03126', extreme: 0.031_267, alarms: [1] })
    expect(rule?.median).toBeCloseTo(0.35, 12)
  })

  test('is none where the figure is beyond numbers', () => {
    expect(tuneRule({ column: 'x', test: 'wasserstein', scores: [1, Infinity, 2] }, 0.25)).toBeUndefined()
  })
})

test('windows like the past ones alarm no more often than stated', () => {
  const random = randomNumbers(7)
  const [windows, runs, level] = [19, 300, 0.05]
  const draw = (rows: number) => Array.from({ length: rows }, () => Math.round(20 * random() * random()))
  let alarms = 0
  for (let run = 0; run < runs; run++) {
    const reference = draw(120)
    const column = () => measured('x', reference, draw(40))
    const scores = Array.from({ length: windows }, () => column().measure.tests['psi-calibrated']?.statistic)
    const rule = tuneRule({ column: 'x', test: 'psi-calibrated', scores }, level) as TunedRule
    if (judgeTest('psi-calibrated', column(), [parseRule(rule.text)], []).drifted) alarms++
  }
  // Exactly 5% but for ties and rounding: within three standard errors.
  const error = 3 * Math.sqrt((level * (1 - level)) / runs)
  expect(alarms / runs).toBeLessThanOrEqual(level + error)
  expect(alarms).toBeGreaterThan(0)
})
