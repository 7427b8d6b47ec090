import { describe, expect, test } from 'vitest'
import type { DegradationRow } from '../../src/degradation/degradation-row.ts'
import { parseRule } from '../../src/drift/rule.ts'
import { judgeQuality } from '../../src/quality/judge-quality.ts'
import { qualityMetrics } from '../../src/quality/metrics.ts'
import type { Outcomes } from '../../src/quality/outcomes.ts'
import { regressionOutcomes } from '../../src/quality/regression-outcomes.ts'
import { draws, randomNumbers } from '../random.ts'
import { ecdfOf } from '../stats/ecdf-of.ts'
import { expectNear, golden } from '../stats/golden.ts'
import { compare, rightOf100 } from './outcomes.ts'

const confidence = 0.95
const { uniform, normal } = randomNumbers(5)

function counted(pairs: readonly (readonly [target: string, prediction: string])[]) {
  const confusion = new Map<string, Map<string, number>>()
  for (const [target, prediction] of pairs) {
    const row = confusion.get(target) ?? new Map<string, number>()
    confusion.set(target, row.set(prediction, (row.get(prediction) ?? 0) + 1))
  }
  return confusion
}

/** A model that finds three in ten rows by a signal; `separation` standard deviations tell the classes apart. */
function classifier(rows: number, separation: number): Outcomes {
  const drawn = draws(rows, () => {
    const isPositive = uniform() < 0.3
    const signal = normal() + (isPositive ? separation : 0)
    const score = 1 / (1 + Math.exp(Math.log(7 / 3) - separation * (signal - separation / 2)))
    return { isPositive, score, guess: score > 0.5 }
  })
  const label = (is: boolean) => (is ? 'yes' : 'no')
  const scoresOf = (is: boolean) => ecdfOf(drawn.filter(row => row.isPositive === is).map(row => row.score))
  return {
    task: 'classification',
    rows,
    confusion: counted(drawn.map(row => [label(row.isPositive), label(row.guess)])),
    positive: 'yes',
    scores: { positive: scoresOf(true), negative: scoresOf(false) },
  }
}

function manyClasses(rows: number, right: number): Outcomes {
  const drawn = draws(rows, () => {
    const target = `c${Math.floor(5 * uniform() ** 2)}`
    return [target, uniform() < right ? target : `c${Math.floor(5 * uniform())}`] as const
  })
  return { task: 'classification', rows, confusion: counted(drawn) }
}

function regressor(rows: number, error: () => number): Outcomes {
  const target = Float64Array.from(draws(rows, () => 3 * normal()))
  return regressionOutcomes(
    target,
    target.map(value => value + error()),
  )
}

const judge = (reference: Outcomes, current: Outcomes, options = {}) =>
  judgeQuality(reference, current, { column: 'p', maxDrop: 0.05, rules: [], confidence, ...options })

const rowOf = (rows: readonly DegradationRow[], check: string) => rows.find(row => row.check === check)

describe('of a model that has not changed, no metric falls', () => {
  const models: Readonly<Record<string, (rows: number) => Outcomes>> = {
    'two classes': rows => classifier(rows, 1.5),
    'five classes': rows => manyClasses(rows, 0.7),
    'normal errors': rows => regressor(rows, normal),
    'exponential errors': rows => regressor(rows, () => -Math.log(uniform())),
  }

  test.each(Object.entries(models))('%s: in more than 5%% of cases, where no drop is allowed', (_, draw) => {
    const times = 300
    const fell = new Map<string, number>()
    for (let i = 0; i < times; i++) {
      for (const row of judge(draw(400), draw(120), { maxDrop: 0 }))
        fell.set(row.check, (fell.get(row.check) ?? 0) + (row.degraded ? 1 : 0))
    }
    expect(fell.size).toBeGreaterThan(3)
    // 5% of 300, and what 300 draws may add to it: three standard errors.
    for (const [check, count] of fell) expect(count / times, check).toBeLessThanOrEqual(0.05 + 0.038)
  })

  test('the letter would call half of them', () => {
    const fired = draws(60, () =>
      judge(classifier(400, 1.5), classifier(120, 1.5), { maxDrop: 0, confidence: undefined }),
    )
    expect(fired.filter(rows => rowOf(rows, 'accuracy')?.degraded).length).toBeGreaterThan(15)
  })
})

describe('of a model that got worse every metric falls, with rows enough', () => {
  test.each([
    ['two classes', classifier(20_000, 2), classifier(10_000, 1)],
    ['five classes', manyClasses(20_000, 0.8), manyClasses(10_000, 0.6)],
    ['regression', regressor(20_000, normal), regressor(10_000, () => 2 * normal())],
  ])('%s', (_, reference, current) => {
    const rows = judge(reference, current)
    expect(rows.length).toBeGreaterThan(3)
    for (const row of rows) {
      expect(row, row.check).toMatchObject({ degraded: true, evidence: 'confirmed' })
      const metric = qualityMetrics.find(({ name }) => name === row.check)
      const [bound, limit] = [row.bound ?? Number.NaN, row.threshold ?? Number.NaN]
      // The bound lies between what was seen and the limit.
      const ordered = [row.current ?? Number.NaN, bound, limit]
      expect(ordered, row.check).toEqual(
        [...ordered].sort((a, b) => (metric?.better === 'higher' ? a - b : b - a)),
      )
    }
  })
})

describe('what is inconclusive', () => {
  const right = (rows: number, share: number): Outcomes => {
    const hits = Math.round(rows * share)
    const confusion = new Map([
      [
        'a',
        new Map([
          ['a', hits / 2],
          ['b', (rows - hits) / 2],
        ]),
      ],
      [
        'b',
        new Map([
          ['b', hits / 2],
          ['a', (rows - hits) / 2],
        ]),
      ],
    ])
    return { task: 'classification', rows, confusion, positive: 'a' }
  }

  test('is a note that says how many rows would tell, and so many do', () => {
    const row = rowOf(judge(right(10_000, 0.8), right(100, 0.72)), 'accuracy')
    expect(row).toMatchObject({
      degraded: false,
      severity: 'none',
      evidence: 'inconclusive',
      baseline: 0.8,
      current: 0.72,
    })
    expect(row?.threshold).toBeCloseTo(0.76, 12)
    expect(row?.bound).toBeGreaterThan(0.76)
    const needed = row?.moreRowsNeeded ?? 0
    expect(row?.message).toBe(
      `accuracy 0.8 → 0.72, 10.0% worse, inconclusive: about ${needed} more rows of the current window would tell`,
    )
    const longer = (rows: number) => rowOf(judge(right(10_000, 0.8), right(rows, 0.72)), 'accuracy')
    expect(longer(100 + needed)?.degraded).toBe(true)
    expect(longer(Math.round(100 + 0.85 * needed))?.degraded).toBe(false)
    expect(String(needed)).toMatch(/^\d\d0*$/)
  })

  test('for want of a longer reference names that', () => {
    const row = rowOf(judge(right(40, 0.8), right(1e6, 0.72)), 'accuracy')
    expect(row).not.toHaveProperty('moreRowsNeeded')
    expect(row?.message).toMatch(
      /, inconclusive: no more rows of the current window would tell, only a longer reference$/,
    )
  })

  test('is nothing that is within its limit', () => {
    const row = rowOf(judge(right(100, 0.8), right(100, 0.78)), 'accuracy')
    expect(row).toMatchObject({ degraded: false })
    expect(row).not.toHaveProperty('evidence')
  })

  test.each([
    ['accuracy < 0.73', true, 0.73],
    ['accuracy < 0.72', false, 0.72],
    ['accuracy.drop > 0.09', true, 0.09],
    ['accuracy < 0.8 and accuracy.drop > 0.2', false, 0.8],
  ])('gives way to rules, which are taken at their word: %s: %s', (rule, fires, threshold) => {
    const rows = judge(right(10_000, 0.8), right(1000, 0.72), { rules: [parseRule(rule)] })
    const row = rowOf(rows, 'accuracy')
    expect(row).toMatchObject({ degraded: fires, threshold })
    expect(row).not.toHaveProperty('evidence')
  })
})

describe('at the ends', () => {
  const perfect = regressionOutcomes(Float64Array.of(1, 2, 3, 5), Float64Array.of(1, 2, 3, 5))

  test('every law has bounds around the value, wider for few rows, and no NaN', () => {
    const windows: readonly Outcomes[] = [
      classifier(2, 1),
      classifier(5, 9),
      classifier(300, 9),
      classifier(300, 0),
      manyClasses(1, 1),
      manyClasses(200, 1),
      manyClasses(40, 0),
      perfect,
      regressor(1, normal),
      regressor(2, normal),
      regressor(30, () => 1e100 * normal()),
      regressionOutcomes(Float64Array.of(7, 7, 7), Float64Array.of(1, 2, 3)),
    ]
    for (const outcomes of windows) {
      for (const metric of qualityMetrics) {
        const value = metric.compute(outcomes)
        if (value === undefined) continue
        const law = metric.law(outcomes)
        const [now, longer] = [law(confidence, 1), law(confidence, 100)]
        const label = `${metric.name} of ${outcomes.rows} rows`
        expect(now.low, label).toBeLessThanOrEqual(value + 1e-9 * Math.abs(value))
        expect(now.high, label).toBeGreaterThanOrEqual(value - 1e-9 * Math.abs(value))
        if (Number.isFinite(now.high - now.low)) {
          expect(longer.high - longer.low, label).toBeLessThanOrEqual(
            (now.high - now.low) * (1 + 1e-9) + 1e-12,
          )
        }
      }
    }
  })

  test('a perfect baseline: any worsening past the limit itself, if the current rows tell', () => {
    const off = (rows: number) =>
      regressionOutcomes(Float64Array.from(draws(rows, normal)), Float64Array.from(draws(rows, normal)))
    expect(rowOf(judge(perfect, off(200)), 'mae')).toMatchObject({ degraded: true, threshold: 0.05 })
    expect(rowOf(judge(perfect, off(2)), 'mae')).toMatchObject({ degraded: false, evidence: 'inconclusive' })
  })

  test('classes that do not overlap in a small reference do not make AUC certain', () => {
    const scores = (positive: readonly number[], negative: readonly number[]): Outcomes => ({
      task: 'classification',
      rows: positive.length + negative.length,
      confusion: new Map(),
      positive: 'yes',
      scores: { positive: ecdfOf(positive), negative: ecdfOf(negative) },
    })
    const apart = scores([0.8, 0.9, 0.7, 0.75], [0.1, 0.2, 0.3, 0.4])
    const row = rowOf(judge(apart, scores([0.8, 0.9, 0.35, 0.7], [0.1, 0.2, 0.3, 0.4])), 'roc_auc')
    expect(row).toMatchObject({ baseline: 1, degraded: false, evidence: 'inconclusive' })
  })
})

test('the errors of a mean F1 and of R² are the slopes of scikit-learn’s by each row’s weight', () => {
  type Labelled = { what: string; target: string[]; prediction: string[]; error: number }
  const labelled = golden<Labelled>('evidence').find(({ what }) => what === 'f1') as Labelled
  const pairs = labelled.target.map((target, row) => [target, labelled.prediction[row] as string] as const)
  const outcomes: Outcomes = { task: 'classification', rows: pairs.length, confusion: counted(pairs) }
  const f1 = qualityMetrics.find(({ name }) => name === 'f1')
  const value = f1?.compute(outcomes) ?? 0
  const { low, high } = f1?.law(outcomes)(confidence, 1) ?? { low: 0, high: 0 }
  const logit = (share: number) => Math.log(share / (1 - share))
  const reach = (1.6448536269514722 * labelled.error) / (value * (1 - value))
  // The bounds class by class are narrower here; so many rows have no small counts.
  expectNear(logit(high), logit(value) + reach, 1e-6)
  expectNear(logit(low), logit(value) - reach, 1e-6)

  type Rows = { what: string; target: number[]; prediction: number[]; unexplained: number }
  const rows = golden<Rows>('evidence').find(({ what }) => what === 'regression') as Rows
  const found = regressionOutcomes(Float64Array.from(rows.target), Float64Array.from(rows.prediction))
  expectNear(found.unexplainedError, rows.unexplained, 1e-6)
})

describe('as the command compares', () => {
  test('without a confidence nothing is weighed, with one everything past its limit is', async () => {
    const [before, after] = [rightOf100(80), rightOf100(70)]
    const letter = await compare(before, after)
    for (const row of letter.rows) expect(row).not.toHaveProperty('evidence')
    expect(rowOf(letter.rows, 'accuracy')?.degraded).toBe(true)
    const weighed = await compare(before, after, { confidence })
    expect(rowOf(weighed.rows, 'accuracy')).toMatchObject({ degraded: false, evidence: 'inconclusive' })
    expect(rowOf((await compare(before, rightOf100(40), { confidence })).rows, 'accuracy')?.evidence).toBe(
      'confirmed',
    )
  })

  test('a correlation is as certain as the rows with a score make it, not those with a prediction', async () => {
    const target = draws(600, () => (uniform() < 0.5 ? 1 : 0))
    const scored = (noise: number, of: number) => ({
      target,
      prediction: target,
      score: target.map((label, row) => (row < of ? label + noise * normal() : null)),
    })
    const drop = async (of: number) =>
      rowOf((await compare(scored(0.5, 600), scored(0.75, of), { confidence })).rows, 'outcome_correlation')
    expect(await drop(600)).toMatchObject({ degraded: true })
    expect(await drop(12)).not.toMatchObject({ degraded: true })
  })
})
