import { describe, expect, test } from 'vitest'
import type { ColumnFacts } from '../../src/degradation/degradation-check.ts'
import type { DegradationRow } from '../../src/degradation/degradation-row.ts'
import { columnFacts } from '../../src/degradation/facts.ts'
import { judgeDegradation } from '../../src/degradation/judge-degradation.ts'
import { classic } from '../../src/drift/classic.ts'
import { defaultSettings } from '../../src/drift/drift-test.ts'
import { measureColumn } from '../../src/drift/measure-column.ts'
import { parseRule } from '../../src/drift/rule.ts'
import type { ColumnProfile } from '../../src/profile/profile.ts'
import { categorical, numeric } from '../drift/windows.ts'
import { draws, randomNumbers } from '../random.ts'
import { counts, range } from './windows.ts'

const confidence = 0.95

type Values = readonly number[] | readonly string[]

function profileOf(values: Values): ColumnProfile {
  return typeof values[0] === 'string' ? categorical(values as string[]) : numeric(values as number[])
}

/** A column as the command measures it when a policy asks for evidence. */
function measured(reference: Values, current: Values, asked?: 'letter'): ColumnFacts {
  const [before, after] = [profileOf(reference), profileOf(current)]
  const measure = measureColumn({
    reference: { name: 'x', profile: before },
    current: { name: 'x', profile: after },
    plan: {
      tests: [],
      settings: defaultSettings,
      bins: classic.bins,
      confidence: asked ? undefined : confidence,
    },
  })
  const column = { name: 'x', role: 'feature', kind: before.kind, missing: false, measure } as const
  return columnFacts([column], [], current.length)[0] as ColumnFacts
}

function judge(facts: ColumnFacts, rules: readonly string[] = [], asked?: 'letter') {
  const windows = {
    referenceRows: facts.reference?.rows ?? 1,
    currentRows: facts.current?.rows ?? 1,
    columns: [facts],
  }
  return judgeDegradation(windows, rules.map(parseRule), asked ? undefined : confidence)
}

const rowOf = (rows: readonly DegradationRow[], check: string) => rows.find(row => row.check === check)

/** How often a check fires, as shares: to the letter and with evidence. */
function firing(times: number, check: string, draw: () => ColumnFacts) {
  const found = draws(times, () => {
    const facts = draw()
    return [judge(facts, [], 'letter'), judge(facts)].map(rows => rowOf(rows, check)?.degraded === true)
  })
  const share = (at: number) => found.filter(fired => fired[at]).length / times
  return { letter: share(0), evidence: share(1) }
}

describe('null_rate', () => {
  const { uniform } = randomNumbers(1)
  const nulls = (rows: number, rate: number) => draws(rows, uniform).filter(x => x < rate).length
  const drawn = (n: number, m: number, before: number, after: number) => () =>
    counts({ rows: n, nulls: nulls(n, before) }, { rows: m, nulls: nulls(m, after) })

  test.each([
    ['4% of 50 rows, none before', 200, 50, 0, 0.04],
    ['5% of 100, the limit', 1000, 100, 0, 0.05],
    ['9% of 200, three times 3%', 1000, 200, 0.03, 0.09],
    ['30% of 1000, three times 10%', 1000, 1000, 0.1, 0.3],
  ])('%s: the letter alarms often, evidence in 5%% at most', (_, n, m, before, after) => {
    const { letter, evidence } = firing(2000, 'null_rate', drawn(n, m, before, after))
    expect(letter).toBeGreaterThan(0.2)
    expect(evidence).toBeLessThanOrEqual(0.05)
  })

  test('what is broken is found with rows enough', () => {
    expect(firing(300, 'null_rate', drawn(2000, 1000, 0.01, 0.1)).evidence).toBe(1)
  })

  test('an inconclusive one says how many more rows would tell, and so many do', () => {
    const [row] = judge(counts({ rows: 1000, nulls: 0 }, { rows: 50, nulls: 4 }))
    expect(row).toMatchObject({
      degraded: false,
      severity: 'none',
      evidence: 'inconclusive',
      threshold: 0.05,
    })
    expect(row?.bound).toBeGreaterThan(0)
    expect(row?.bound).toBeLessThan(0.05)
    expect(row?.message).toMatch(
      new RegExp(
        `reference, inconclusive: about ${row?.moreRowsNeeded} more rows of the current window would tell$`,
      ),
    )
    const longer = (rows: number) => judge(counts({ rows: 1000, nulls: 0 }, { rows, nulls: 0.08 * rows }))[0]
    const needed = row?.moreRowsNeeded ?? 0
    expect(longer(50 + needed)).toMatchObject({ degraded: true, evidence: 'confirmed', severity: 'moderate' })
    expect(longer(50 + needed * 0.85)).toMatchObject({ degraded: false })
    expect(longer(50 + needed)?.bound).toBeGreaterThan(0.05)
    expect(longer(50 + needed)).not.toHaveProperty('moreRowsNeeded')
  })

  test('a short reference is what is missing, where it is', () => {
    const [row] = judge(counts({ rows: 30, nulls: 1 }, { rows: 1e6, nulls: 2e5 }))
    expect(row).toMatchObject({ degraded: false, evidence: 'inconclusive' })
    expect(row).not.toHaveProperty('moreRowsNeeded')
    expect(row?.message).toMatch(
      /, inconclusive: no more rows of the current window would tell, only a longer reference$/,
    )
  })

  test.each([
    ['null_rate > 0.1', 51, true],
    ['null_rate > 0.1', 50, false],
    ['null_ratio > 4', 41, true],
    ['null_rate > 0.1 and null_ratio > 6', 51, false],
  ])(
    '"%s", given by the user, is taken at its word: %i of 500 null, 10 of 500 before: %s',
    (rule, nulls, fires) => {
      const facts = counts({ rows: 500, nulls: 10 }, { rows: 500, nulls })
      const rows = judge(facts, [rule])
      expect(rows).toEqual(judge(facts, [rule], 'letter'))
      expect(rowOf(rows, 'null_rate')?.degraded ?? false).toBe(fires)
    },
  )
})

describe('low_variance', () => {
  const { uniform, normal } = randomNumbers(2)
  const shapes = {
    lognormal: () => Math.exp(1.5 * normal()),
    'nearly always 0': () => (uniform() < 0.97 ? 0 : 100),
    'with an outlier in 500': () => normal() * (uniform() < 0.002 ? 1000 : 1),
    'ten levels': () => Math.floor(uniform() * 10),
  }

  test.each(Object.entries(shapes))('%s: no false alarm for want of rows', (_, draw) => {
    for (const rows of [3, 20, 60]) {
      const { evidence } = firing(150, 'low_variance', () => measured(draws(500, draw), draws(rows, draw)))
      expect(evidence, `${rows} rows`).toBeLessThanOrEqual(0.05)
    }
    const boundary = () =>
      measured(
        draws(500, draw),
        draws(60, () => Math.sqrt(0.1) * draw()),
      )
    expect(firing(150, 'low_variance', boundary).evidence).toBeLessThanOrEqual(0.05)
  })

  test('the letter would alarm for a window that only lacks the rare values', () => {
    const draw = shapes['nearly always 0']
    expect(
      firing(150, 'low_variance', () => measured(draws(500, draw), draws(20, draw))).letter,
    ).toBeGreaterThan(0.4)
  })

  test('what is broken is found with rows enough', () => {
    for (const draw of Object.values(shapes).slice(0, 1).concat(normal, uniform)) {
      const broken = () =>
        measured(
          draws(2000, draw),
          draws(2000, () => 0.03 * draw()),
        )
      expect(firing(40, 'low_variance', broken).evidence).toBeGreaterThan(0.9)
    }
  })

  test('constant all over: by the chance that all repeat one value', () => {
    const reference = draws(1000, shapes['nearly always 0'])
    const zeros = (rows: number) =>
      measured(
        reference,
        Array.from({ length: rows }, () => 0),
      )
    const few = rowOf(judge(zeros(50)), 'low_variance')
    expect(few).toMatchObject({ degraded: false, evidence: 'inconclusive' })
    // The others all repeat the first with a probability of 5%, to two digits.
    const share = reference.filter(value => value === 0).length / 1000
    const enough = 1 + Math.log(0.05) / Math.log(share) - 50
    expect(few?.moreRowsNeeded).toBeGreaterThanOrEqual(enough)
    expect(few?.moreRowsNeeded).toBeLessThan(1.3 * enough + 10)
    const more = 50 + (few?.moreRowsNeeded ?? 0)
    expect(rowOf(judge(zeros(more)), 'low_variance')).toMatchObject({ degraded: true, bound: 0 })
    expect(rowOf(judge(measured(draws(1000, normal), [7])), 'low_variance')?.degraded).toBe(false)
    expect(rowOf(judge(measured(draws(1000, normal), [7, 7, 7])), 'low_variance')?.degraded).toBe(true)
  })
})

describe('cardinality_collapse', () => {
  const { uniform, normal } = randomNumbers(3)
  const among = (n: number) => () => Math.floor(uniform() * n)
  const texts = (n: number) => () => `v${Math.floor(uniform() * n)}`

  test('a small window is no collapse', () => {
    for (const draw of [normal, among(200), () => Math.floor(201 ** uniform())]) {
      const small = measured(draws(1000, draw), draws(40, draw))
      expect(rowOf(judge(small, [], 'letter'), 'cardinality_collapse')?.degraded).toBe(true)
      expect(rowOf(judge(small), 'cardinality_collapse')).toBeUndefined()
    }
  })

  test('fewer values than so many rows of the reference hold are one, and the message says so', () => {
    const columns = [
      measured(draws(1000, among(200)), draws(100, among(12))),
      measured(draws(1000, texts(200)), draws(100, texts(12))),
    ]
    for (const facts of columns) {
      const row = rowOf(judge(facts), 'cardinality_collapse')
      expect(row).toMatchObject({ degraded: true, evidence: 'confirmed', threshold: 0.3 })
      expect(row?.message).toMatch(
        /^the distinct values of "x" fell from \d+ to 12, where 100 rows of the reference hold about (7|8)\d$/,
      )
      expect(row?.bound).toBeLessThan(0.3)
    }
  })

  test('too few rows to tell', () => {
    const row = rowOf(judge(measured(draws(1000, among(30)), draws(14, among(3)))), 'cardinality_collapse')
    expect(row).toMatchObject({ degraded: false, evidence: 'inconclusive' })
    expect(row?.moreRowsNeeded).toBeGreaterThan(1)
    expect(row?.moreRowsNeeded).toBeLessThan(100)
  })

  test('at the limit it is rarely called', () => {
    // 38 values fill 100% of 200 rows' 0.3 · 127.
    const { evidence } = firing(400, 'cardinality_collapse', () =>
      measured(draws(2000, among(200)), draws(200, among(38))),
    )
    expect(evidence).toBeLessThanOrEqual(0.05)
  })

  test('identifiers, of which only numbers of values are known, are held to a proportion', () => {
    const facts = (rows: number, distinct: number): ColumnFacts => ({
      column: 'id',
      kind: 'text',
      reference: { rows: 10_000, nulls: 0, distinct: 10_000 },
      current: { rows, nulls: 0, distinct },
    })
    expect(rowOf(judge(facts(1000, 1000)), 'cardinality_collapse')).toBeUndefined()
    expect(rowOf(judge(facts(1000, 100)), 'cardinality_collapse')).toMatchObject({ degraded: true })
    expect(rowOf(judge(facts(1000, 280)), 'cardinality_collapse')).toMatchObject({ evidence: 'inconclusive' })
  })

  test('a window without a value is null_rate’s', () => {
    const { current: _, ...facts } = measured(range(100), range(100))
    const empty = { ...facts, current: { rows: 100, nulls: 100, distinct: 0 } }
    expect(judge(empty).map(row => row.check)).toEqual(['null_rate'])
  })
})

test('what is certain fires as ever', () => {
  const facts = counts({}, {})
  const { current: _, ...missing } = facts
  const changed = { ...facts, changed: { from: 'integer', to: 'text', misfits: 1, examples: ['?'] } }
  expect(judge(missing)[0]).toMatchObject({ check: 'missing_feature', degraded: true, evidence: 'confirmed' })
  expect(judge(changed)).toMatchObject([{ check: 'type_changed', degraded: true, evidence: 'confirmed' }])
})

test('order: findings, then what is inconclusive, then other notes', () => {
  const named = (facts: ColumnFacts, column: string) => ({ ...facts, column })
  const columns = [
    named(measured(range(200), range(201)), 'noted'),
    named(counts({}, { rows: 50, nulls: 4 }), 'open'),
    named(counts({}, { nulls: 300 }), 'empty'),
  ]
  const rows = judgeDegradation({ referenceRows: 1000, currentRows: 50, columns }, [], confidence)
  expect(rows.map(row => [row.column, row.check])).toEqual([
    ['empty', 'null_rate'],
    ['open', 'null_rate'],
    [undefined, 'row_count'],
    ['noted', 'out_of_range'],
  ])
})

test('without a confidence nothing changes, whatever was measured', () => {
  const { normal } = randomNumbers(4)
  const reference = draws(300, normal)
  for (const current of [
    draws(20, normal),
    draws(300, () => 0.1 * normal()),
    range(30).map(() => 1),
    [9e9],
  ]) {
    const plain = measured(reference, current, 'letter')
    expect(plain).not.toHaveProperty('evidence')
    const rows = judge(plain, [], 'letter')
    expect(judge(measured(reference, current), [], 'letter')).toEqual(rows)
    for (const row of rows)
      for (const key of ['evidence', 'bound', 'moreRowsNeeded']) expect(row).not.toHaveProperty(key)
  }
})
