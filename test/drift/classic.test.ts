import { describe, expect, test } from 'vitest'
import { classic } from '../../src/drift/classic.ts'
import type { MeasuredColumn } from '../../src/drift/policy.ts'
import { parseRule } from '../../src/drift/rule.ts'
import { driftTests } from '../../src/drift/tests.ts'
import { measured, missing, withFigures } from './measured.ts'

/** The textbook has none: they are the calibrated policy's. */
const knobs = { alpha: 0.05, minEffect: 0.1, correction: 'bh' } as const
const defaults = driftTests.filter(({ isDefault }) => isDefault).map(({ name }) => name)

function judge(columns: readonly MeasuredColumn[], rules: readonly string[] = [], tests = defaults) {
  return classic.judge(columns, { ...knobs, tests, rules: rules.map(parseRule) })
}

const oneOf = (column: MeasuredColumn, rules: readonly string[] = [], tests = defaults) => {
  const [row] = judge([column], rules, tests)
  if (row === undefined) throw new Error('no row')
  return row
}

const range = (n: number, from = 0) => Array.from({ length: n }, (_, i) => i + from)
const numbers = measured('x', range(20), range(20, 1))
const words = measured('word', ['a', 'a', 'b', 'b'], ['a', 'b', 'b', 'b'])
const below = (x: number) => x * (1 - Number.EPSILON)

describe('what decides', () => {
  test.each([
    [0.01, 'stable'],
    [below(0.01), 'drifted'],
    [0.5, 'stable'],
  ])('KS with p %d is %s: strictly below 0.01', (pValue, verdict) => {
    const row = oneOf(withFigures(numbers, { ks: { statistic: 0.3, pValue } }))
    expect(row).toMatchObject({ verdict, decidedBy: { test: 'ks', threshold: 0.01 } })
    expect(row.tests.ks).toMatchObject({ threshold: 0.01, drifted: verdict === 'drifted' })
    expect(row.tests.psi).not.toHaveProperty('drifted')
  })

  test.each([
    [0.01, 'stable'],
    [below(0.01), 'drifted'],
  ])('chi-square with p %d is %s where there is no KS', (pValue, verdict) => {
    const row = oneOf(withFigures(words, { 'chi-square': { statistic: 9, pValue } }))
    expect(row).toMatchObject({ verdict, decidedBy: { test: 'chi-square', threshold: 0.01 } })
  })

  test.each([
    [0, 'minor'],
    [below(0.1), 'minor'],
    [0.1, 'moderate'],
    [0.2, 'moderate'],
    [0.2 + 1e-15, 'major'],
  ])('a drifted column of PSI %d is %s', (psi, severity) => {
    const figures = { ks: { statistic: 0.3, pValue: 0 }, psi: { statistic: psi } }
    expect(oneOf(withFigures(numbers, figures)).severity).toBe(severity)
  })

  test('a stable column has no severity, however large its PSI', () => {
    const figures = { ks: { statistic: 0.3, pValue: 0.5 }, psi: { statistic: 9 } }
    expect(oneOf(withFigures(numbers, figures))).toMatchObject({ verdict: 'stable', severity: 'none' })
  })

  test('a missing column is statistic 1, p 0, major, and has no other test', () => {
    expect(oneOf(missing('x'))).toMatchObject({
      verdict: 'drifted',
      severity: 'major',
      decidedBy: { test: 'ks', threshold: 0.01 },
      tests: { ks: { result: { statistic: 1, pValue: 0 }, drifted: true, threshold: 0.01 } },
    })
    expect(Object.keys(oneOf(missing('x')).tests)).toEqual(['ks'])
  })
})

describe('which tests were asked for', () => {
  const columns = () => [numbers, words]
  const verdicts = (rows: ReturnType<typeof judge>) =>
    Object.fromEntries(rows.map(row => [row.column.name, row.verdict]))

  test('ks alone leaves categories uncompared, and says so', () => {
    const rows = judge(columns(), [], ['ks'])
    expect(verdicts(rows)).toEqual({ x: 'stable', word: 'not-compared' })
    expect(rows[1]?.reason).toContain('no rule decides')
    expect(rows[1]?.reason).toContain('categorical')
  })

  test('psi alone decides above 0.2, of numbers and of categories', () => {
    for (const [psi, verdict] of [
      [0.2, 'stable'],
      [0.2000001, 'drifted'],
    ] as const) {
      const figures = { psi: { statistic: psi } }
      const rows = judge([withFigures(numbers, figures), withFigures(words, figures)], [], ['psi'])
      expect(rows.map(row => [row.verdict, row.decidedBy])).toEqual(
        [0, 1].map(() => [verdict, { test: 'psi', figure: 'statistic', threshold: 0.2 }]),
      )
    }
  })

  test('kl alone decides above 0.1', () => {
    const row = (kl: number) => oneOf(withFigures(numbers, { kl: { statistic: kl } }), [], ['kl'])
    expect([row(0.1).verdict, row(0.1001).verdict]).toEqual(['stable', 'drifted'])
  })

  test.each([[['wasserstein']], [['tvd', 'l-infinity']]])('%j alone decide nothing: a usage error', tests => {
    const usage = expect.objectContaining({
      code: 'usage',
      message: expect.stringContaining(tests.join(', ')),
    })
    expect(() => judge(columns(), [], tests)).toThrow(usage)
    expect(() => judge([...columns(), missing('gone')], [], tests)).toThrow(usage)
    expect(() => judge(columns(), [`${tests[0]} > 100`], tests)).not.toThrow()
  })
})

describe('the user’s rules', () => {
  const at = (psi: number, p: number, name = 'x') =>
    withFigures({ ...numbers, name }, { psi: { statistic: psi }, ks: { statistic: 0.5, pValue: p } })

  test('a rule for KS replaces the policy’s', () => {
    expect(oneOf(at(0, 0.005), ['ks.p < 0.001']).verdict).toBe('stable')
    expect(oneOf(at(0, 0.0005), ['ks.p < 0.001'])).toMatchObject({
      verdict: 'drifted',
      decidedBy: { test: 'ks', threshold: 0.001 },
    })
  })

  test('a rule for PSI is added to the policy’s', () => {
    expect(oneOf(at(0.3, 0.5), ['psi > 0.25'])).toMatchObject({
      verdict: 'drifted',
      decidedBy: { test: 'psi', figure: 'statistic', threshold: 0.25 },
    })
    expect(oneOf(at(0.1, 0.001), ['psi > 0.25']).decidedBy?.test).toBe('ks')
    expect(oneOf(at(0.25, 0.5), ['psi > 0.25']).verdict).toBe('stable')
  })

  test('a rule for a column is for that column alone', () => {
    const rows = judge([at(0.4, 0.5, 'age'), at(0.4, 0.5, 'income')], ['age: psi > 0.3'])
    expect(rows.map(row => [row.column.name, row.verdict])).toEqual([
      ['age', 'drifted'],
      ['income', 'stable'],
    ])
  })

  test.each(['ks.p < 0.01 and psi > 0.1', 'psi > 0.1 and ks.p < 0.01'])('"%s" needs both', rule => {
    expect(oneOf(at(0.05, 0.001), [rule]).verdict).toBe('stable')
    expect(oneOf(at(0.15, 0.5), [rule]).verdict).toBe('stable')
    const both = oneOf(at(0.15, 0.001), [rule])
    expect(both).toMatchObject({ verdict: 'drifted', decidedBy: { test: 'ks', threshold: 0.01 } })
    expect(both.tests.psi).toMatchObject({ threshold: 0.1, drifted: true })
  })

  test('a rule over KS and PSI leaves categories to chi-square', () => {
    const column = withFigures(words, { 'chi-square': { statistic: 9, pValue: 0.001 } })
    const row = oneOf(column, ['ks.p < 0.01 and psi > 0.1'])
    expect(row).toMatchObject({ verdict: 'drifted', decidedBy: { test: 'chi-square', threshold: 0.01 } })
    expect(row.tests.psi).not.toHaveProperty('drifted')
  })

  test('of two rules for one test, the one that fired is shown', () => {
    expect(oneOf(at(0.3, 0.5), ['psi > 0.5', 'psi > 0.2']).decidedBy).toEqual({
      test: 'psi',
      figure: 'statistic',
      threshold: 0.2,
    })
    expect(oneOf(at(0.1, 0.5), ['psi > 0.5', 'psi > 0.2']).tests.psi?.threshold).toBe(0.5)
  })
})

test('order: features by KS and in the reference’s order where they tie, then categories, then the uncompared', () => {
  const ks = (name: string, statistic: number) =>
    withFigures({ ...numbers, name }, { ks: { statistic, pValue: 1 } })
  const word = (name: string, pValue: number, v: number) =>
    withFigures({ ...words, name }, { 'chi-square': { statistic: 1, pValue }, 'cramers-v': { statistic: v } })
  const columns = [
    { ...ks('output', 0.9), role: 'prediction' as const },
    { ...words, name: 'text', kind: 'text' as const, notCompared: 'free text' },
    word('stable-strong', 0.5, 0.9),
    ks('tie-1', 0.3),
    word('drifted-weak', 0.001, 0.1),
    ks('low', 0.1),
    word('drifted-strong', 0.001, 0.5),
    ks('tie-2', 0.3),
    word('drifted-weak-2', 0.001, 0.1),
    missing('gone'),
    ks('high', 0.4),
    { ...ks('score', 1), role: 'score' as const },
  ]
  expect(judge(columns).map(row => row.column.name)).toEqual([
    'gone',
    'high',
    'tie-1',
    'tie-2',
    'low',
    'drifted-strong',
    'drifted-weak',
    'drifted-weak-2',
    'stable-strong',
    'text',
    'score',
    'output',
  ])
})

test('a column without a value in a window is a row of its own', () => {
  const { measure } = numbers
  const row = oneOf({ ...numbers, measure: { reference: measure.reference, tests: {}, unavailable: {} } })
  expect(row).toMatchObject({ verdict: 'not-compared', severity: 'none', tests: {} })
  expect(row.reason).toBe('there is nothing to compare')
})
