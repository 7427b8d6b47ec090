import { describe, expect, test } from 'vitest'
import type { WindowColumn } from '../../src/data/window.ts'
import { degradationChecks } from '../../src/degradation/checks.ts'
import type { ColumnFacts } from '../../src/degradation/degradation-check.ts'
import { columnFacts } from '../../src/degradation/facts.ts'
import { missing } from '../drift/measured.ts'
import { alerts, counts, judge, judgeRows, nulls, numbers, range, words } from './windows.ts'

const gone: ColumnFacts = { ...counts({}, {}), column: 'gone' }
const { current: _, ...absent } = gone
const added = columnFacts([], [{ name: 'fresh', kind: 'numeric' } as WindowColumn], 5)

describe('what a finding says', () => {
  test.each([
    [counts({ nulls: 3 }, { nulls: 73 }), 'null_rate', 0.003, 0.073, ['"x"', '7.3%', '0.3%']],
    [
      numbers('x', [-10, 10], [-1, 1]),
      'low_variance',
      100,
      1,
      ['the variance of "x" is 1.0% of the reference'],
    ],
    [numbers('x', [-10, 10], [4, 4]), 'low_variance', 100, 0, ['"x" is 0%', 'it is constant, 4']],
    [
      counts({ distinct: 2000 }, { distinct: 12 }),
      'cardinality_collapse',
      2000,
      12,
      ['"x" fell from 2,000 to 12'],
    ],
    [absent, 'missing_feature', 1, 0, ['"gone" is entirely absent']],
    [
      {
        ...counts({}, {}),
        changed: { from: 'integer', to: 'text', misfits: 2, examples: ['n/a', '?'] },
      },
      'type_changed',
      0,
      2,
      ['"x" was integer and is text', '2 values cannot be read as integer, such as "n/a", "?"'],
    ],
  ] as const)('%#', (column, check, baseline, current, parts) => {
    const row = judge([column]).find(found => found.check === check)
    expect(row).toMatchObject({ degraded: true, baseline, current })
    for (const part of parts) expect(row?.message).toContain(part)
  })
})

describe('notes', () => {
  const notes: readonly (readonly [ColumnFacts, string, string])[] = [
    [words('plan', ['a', 'b'], ['a', 'new']), 'unseen_categories', '50.0% of "plan"'],
    [
      numbers('x', [0, 10], [-5, 10, 11]),
      'out_of_range',
      '2 values of "x" (66.7%) are outside 0 to 10; now -5 to 11',
    ],
    [words('plan', ['a', 'b'], ['a', 'a']), 'constant', 'the reference held 2 different ones'],
    [numbers('x', [1, 2], [1, 2, Infinity]), 'infinite_values', '1 value of "x" is infinite'],
    [added[0] as ColumnFacts, 'new_column', '"fresh" is in the current window only'],
  ]

  test.each(notes)('%#: %s is shown and fails nothing', (column, check, part) => {
    const rows = judge([column])
    expect(rows.map(row => row.check)).toEqual([check])
    expect(rows[0]).toMatchObject({ degraded: false, severity: 'none', threshold: null })
    expect(rows[0]?.message).toContain(part)
  })

  test.each(notes)('%#: %s fails once a rule says so', (column, check) => {
    expect(alerts(column, `${check} > 0`)).toEqual([check])
    expect(alerts(column, `other: ${check} > 0`)).toEqual([])
  })

  test('a note about a rule that held still shows its limit', () => {
    const [row] = judge([words('plan', ['a', 'b'], ['a', 'new'])], 'unseen_categories > 0.5')
    expect(row).toMatchObject({ degraded: false, threshold: 0.5 })
  })
})

describe('which columns are checked', () => {
  test('a missing column has one finding, its own', () => {
    expect(alerts({ ...absent, changed: { from: 'a', to: 'b', misfits: 0, examples: [] } })).toContain(
      'missing_feature',
    )
    expect(alerts(absent)).toEqual(['missing_feature'])
  })

  test('a column that only lacks labels is no finding', () => {
    const target = { ...missing('churned', { role: 'target' }), missing: false }
    expect(columnFacts([target, missing('age')], [], 9).map(({ column }) => column)).toEqual(['age'])
  })

  test('one column may have several findings', () => {
    const column = numbers('x', range(40), [...nulls(30), ...Array.from({ length: 10 }, () => 5)])
    expect(alerts(column)).toEqual(['low_variance', 'cardinality_collapse', 'null_rate'])
  })
})

test('order: the gravest first, then the columns’ and the checks’ order, then notes', () => {
  const empty = { ...counts({}, { nulls: 500 }), column: 'empty' }
  const noted = { ...words('noted', ['a', 'b'], ['a', 'c']) }
  const flat = { ...numbers('flat', range(40), [5, 5]) }
  const rows = judgeRows([noted, empty, flat, absent, ...added], 1000, 50)
  expect(rows.map(row => [row.column, row.check, row.severity])).toEqual([
    ['flat', 'low_variance', 'major'],
    ['flat', 'cardinality_collapse', 'major'],
    ['gone', 'missing_feature', 'major'],
    ['empty', 'null_rate', 'moderate'],
    [undefined, 'row_count', 'none'],
    ['noted', 'unseen_categories', 'none'],
    ['flat', 'constant', 'none'],
    ['fresh', 'new_column', 'none'],
  ])
})

describe('row_count', () => {
  test.each([
    [1000, 100, 0],
    [1000, 99, 1],
    [100, 1000, 0],
    [100, 1001, 1],
    [1, 1, 0],
  ])('%i rows, then %i: %i note', (before, after, count) => {
    const rows = judgeRows([], before, after)
    expect(rows.map(row => [row.check, row.degraded])).toEqual(
      Array.from({ length: count }, () => ['row_count', false]),
    )
  })

  test('fails by a rule on the ratio or on the number of rows', () => {
    expect(judgeRows([], 1000, 400, 'row_count < 0.5')).toMatchObject([{ degraded: true, threshold: 0.5 }])
    expect(judgeRows([], 1000, 500, 'row_count < 0.5')).toEqual([])
    expect(judgeRows([], 1000, 99, 'row_count.rows < 100')).toMatchObject([{ degraded: true, current: 99 }])
  })
})

test('every check’s own rule names the check, and its figures are those that it measures', () => {
  const columns = [
    absent,
    counts({ nulls: 1 }, { nulls: 2 }),
    numbers('x', range(20), [1, 99, Infinity]),
    words('w', ['a', 'b'], ['c']),
    { ...counts({}, {}), changed: { from: 'a', to: 'b', misfits: 1, examples: [] } },
    ...added,
  ]
  for (const check of degradationChecks) {
    if (check.rule) expect(check.rule).toContain(check.name)
    const found = columns.flatMap(column => check.measure(column) ?? [])
    expect(found.length, check.name).toBeGreaterThan(0)
    for (const { figures } of found)
      expect(Object.keys(figures).sort()).toEqual([check.name, ...(check.figures ?? [])].sort())
  }
})
