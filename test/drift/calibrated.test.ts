import { describe, expect, test } from 'vitest'
import { calibrated } from '../../src/drift/calibrated.ts'
import type { Given, MeasuredColumn } from '../../src/drift/policy.ts'
import { parseRule } from '../../src/drift/rule.ts'
import { driftTests } from '../../src/drift/tests.ts'
import { measured, missing } from './measured.ts'

const tests = driftTests.filter(({ isDefault }) => isDefault).map(({ name }) => name)
const knobs: Given = { tests, rules: [], alpha: 0.05, minEffect: 0.1, correction: 'bh' }
const judge = (columns: readonly MeasuredColumn[], given: Partial<Given> = {}) =>
  calibrated.judge(columns, { ...knobs, ...given })
const verdictOf = (column: MeasuredColumn, given: Partial<Given> = {}) => judge([column], given)[0]?.verdict

/** Marsaglia's xorshift: the same windows in every run. */
function uniform(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

const normal = (next: () => number) => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
const draw = (count: number, one: () => number) => Array.from({ length: count }, one)
const words = (count: number, one: () => number) => draw(count, one).map(number => `c${number}`)

describe('windows without drift', () => {
  const next = uniform(20_261_121)
  const kinds: Record<string, () => number> = {
    normal: () => normal(next),
    'heavy-tailed': () => normal(next) / normal(next),
    skewed: () => Math.exp(1.5 * normal(next)),
    tied: () => Math.round(normal(next) * 2),
    'mostly zero': () => (next() < 0.6 ? 0 : next()),
    'a hundred levels': () => Math.floor(next() * 100),
  }

  test.each([
    [50, 50],
    [500, 500],
    [50, 2000],
  ])('%d against %d rows: fewer runs alarm than are allowed to', (n, m) => {
    let alarms = 0
    const runs = 40
    for (let run = 0; run < runs; run++) {
      const columns = Object.entries(kinds).map(([name, one]) => measured(name, draw(n, one), draw(m, one)))
      const many = () => Math.floor(2000 * next() ** 3)
      columns.push(measured('of many categories', words(n, many), words(m, many)))
      if (judge(columns).some(({ verdict }) => verdict === 'drifted')) alarms++
    }
    expect(alarms).toBeLessThanOrEqual(0.05 * runs)
  })
})

describe('what others miss or make up', () => {
  const next = uniform(7)
  const gaussian = (count: number, shift = 0) => draw(count, () => normal(next) + shift)

  test('an outlier in both windows hides no shift of all other rows', () => {
    const column = measured('x', [...gaussian(999), 1e6], [...gaussian(999, 3), 1e6])
    expect(judge([column])[0]).toMatchObject({ verdict: 'drifted', severity: 'major' })
  })

  test('an outlier in one window is no drift', () => {
    expect(verdictOf(measured('x', gaussian(1000), [...gaussian(999), 1e6]))).toBe('stable')
  })

  test('the scale of a column makes no difference', () => {
    const [before, after] = [gaussian(500), gaussian(500, 5)]
    const tiny = (values: number[]) => values.map(value => value * 1e-6)
    expect(verdictOf(measured('x', tiny(before), tiny(after)))).toBe('drifted')
  })

  test('5% of rows that became 0 are seen, and said', () => {
    const skewed = (count: number) => gaussian(count).map(value => Math.exp(1.5 * value))
    const broken = (count: number, share: number) => skewed(count).map((v, i) => (i < share * count ? 0 : v))
    expect(judge([measured('x', skewed(4000), broken(4000, 0.05))])[0]).toMatchObject({
      verdict: 'drifted',
      reason: expect.stringContaining('became exactly 0'),
    })
    expect(verdictOf(measured('x', skewed(4000), broken(4000, 0.15)))).toBe('drifted')
  })

  test('categories unseen by mere chance are no drift; a new one of a third of the rows is', () => {
    const rare = () => Math.floor(next() * 400)
    expect(verdictOf(measured('x', words(2000, rare), words(2000, rare)))).not.toBe('drifted')
    const renamed = words(2000, rare).map((name, i) => (i % 3 === 0 ? `new ${name}` : name))
    expect(verdictOf(measured('x', words(2000, rare), renamed))).toBe('drifted')
  })

  test('a real change below the minimum effect is minor, whatever the number of rows', () => {
    expect(judge([measured('x', gaussian(20_000), gaussian(20_000, 0.1))])[0]).toMatchObject({
      verdict: 'stable',
      severity: 'minor',
    })
    expect(verdictOf(measured('x', gaussian(20_000), gaussian(20_000, 0.1)), { minEffect: 0.001 })).toBe(
      'drifted',
    )
  })

  test('few rows are not taken for stable ones, and it is said how many would do', () => {
    const [row] = judge([measured('x', gaussian(60), gaussian(60))])
    expect(row).toMatchObject({ verdict: 'not-enough-data', severity: 'none' })
    expect(row?.needed).toBeGreaterThan(200)
    expect(row?.needed).toBeLessThan(1000)
    expect(verdictOf(measured('x', gaussian(5), gaussian(60)))).toBe('not-enough-data')
    expect(verdictOf(measured('x', gaussian(60), gaussian(60, 2)))).toBe('drifted')
  })
})

describe('rules and order', () => {
  const next = uniform(99)
  const shifted = (name: string, shift: number) =>
    measured(
      name,
      draw(800, () => normal(next)),
      draw(800, () => normal(next) + shift),
    )

  test('a rule decides besides the policy, and alone for the test that it names', () => {
    const column = shifted('x', 0.3)
    expect(verdictOf(column)).toBe('stable')
    expect(verdictOf(column, { rules: [parseRule('ks.p < 0.01')] })).toBe('drifted')
    const far = shifted('x', 2)
    expect(verdictOf(far, { rules: [parseRule('psi-calibrated > 100')] })).toBe('stable')
    expect(verdictOf(far, { rules: [parseRule('ks.p < 1e-300')] })).toBe('drifted')
    expect(verdictOf(far, { tests: ['ks'], rules: [parseRule('ks.p < 1e-300')] })).toBe('stable')
  })

  test('drifted first, a missing column before all, then by strength, then by name', () => {
    const rows = judge([
      shifted('calm', 0),
      shifted('some', 1),
      missing('gone'),
      shifted('much', 3),
      measured('b', [...Array(500).keys()], [...Array(500).keys()]),
      measured('a', [...Array(500).keys()], [...Array(500).keys()]),
    ])
    expect(rows.map(({ column }) => column.name).slice(0, 3)).toEqual(['gone', 'much', 'some'])
    const names = rows.map(({ column }) => column.name)
    expect(names.indexOf('a')).toBeLessThan(names.indexOf('b'))
    expect(rows[0]).toMatchObject({ verdict: 'drifted', severity: 'major' })
  })

  test('the more columns, the more it takes', () => {
    const one = measured(
      'x',
      draw(300, () => normal(next)),
      draw(300, () => normal(next) + 0.6),
    )
    const calm = Array.from({ length: 40 }, (_, i) => shifted(`c${i}`, 0))
    const p = (rows: ReturnType<typeof judge>) =>
      rows.find(({ column }) => column.name === 'x')?.tests['psi-calibrated']?.adjustedPValue ?? 0
    expect(p(judge([one, ...calm]))).toBeGreaterThan(p(judge([one])))
    expect(p(judge([one, ...calm], { correction: 'holm' }))).toBeGreaterThanOrEqual(
      p(judge([one, ...calm], { correction: 'bh' })),
    )
    expect(p(judge([one, ...calm], { correction: 'none' }))).toBe(p(judge([one])))
  })
})
