import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { main } from '../../../src/main.ts'
import { fakeIo } from '../../fake-io.ts'
import { csv, expectSchema, file, range, tenColumns } from './files.ts'
import { driftJson, run } from './run.ts'

const still = csv(tenColumns(0))

describe('windows that give no answer', () => {
  const text = 'x,y\n'
  test.each<[string, readonly string[], string, string]>([
    ['none', [], 'two windows are missing', 'such as'],
    ['one', [still], 'the current window is missing', 'such as'],
    ['standard input twice', ['-', '-'], 'standard input can be one window, not both', ''],
    ['a third', [still, still, still], 'too many arguments', ''],
    ['a reference without rows', [file(text, 'csv'), still], 'has no data rows', ''],
    ['a current window without rows', [still, file(text, 'csv')], 'has no data rows', ''],
    ['an empty file', [file('', 'csv'), still], '', ''],
    ['no file', [still, '/nowhere.csv'], '/nowhere.csv', ''],
    ['a filter that nothing passes', [still, still, '--current-where', 'c0 < 0'], 'c0 < 0', ''],
  ])('%s', async (_, words, message, hint) => {
    const { exit, stdout, stderr } = await run('drift', ...words)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toContain(hint)
    expect(stderr).toMatch(/^mlreg: /m)
  })

  test('no column that can be compared is cannot-compare, and says why of each', async () => {
    const reference = csv({ day: range(20, 10).map(i => `2024-01-${i}`), id: range(20).map(() => null) })
    const { exit, stdout, stderr } = await run('drift', reference, reference, '--json')
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    const { error } = JSON.parse(stderr)
    expect(error.code).toBe('cannot-compare')
    expect(error.hint).toContain('day: a point in time')
    expect(error.hint).toContain('id: ')
  })

  test('columns that are all missing are findings, not trouble', async () => {
    const { exit, stdout } = await run('drift', still, csv({ other: range(60) }), '--json')
    expectSchema('drift', stdout)
    const { verdict, summary } = JSON.parse(stdout)
    expect({ exit, verdict }).toEqual({ exit: 1, verdict: 'drift,degradation' })
    expect(summary).toMatchObject({ columns: 10, compared: 10, drifted: 10, degraded: 10 })
  })
})

test('a handful of rows is no answer, and a column of a handful of values no verdict', async () => {
  const few = csv({ x: [1, 2, 3], y: ['a', 'b', 'a'] })
  const { exit, stderr } = await run('drift', few, few)
  expect(exit).toBe(2)
  expect(stderr).toContain('too few values to compare any column')
  const some = csv({ full: range(30), sparse: range(30).map(i => (i < 4 ? i : null)) })
  const { drift, summary } = await driftJson(some, some)
  expect(drift.map(row => [row.column, row.verdict, row.drifted])).toEqual([
    ['full', 'stable', false],
    ['sparse', 'not-enough-data', false],
  ])
  expect(summary).toMatchObject({ compared: 1, notCompared: 1, drifted: 0 })
})

test('standard input is a window', async () => {
  const path = csv({ x: range(20), y: range(20).map(i => (i % 2 ? 'a' : 'b')) })
  const io = fakeIo({ stdin: Readable.from([readFileSync(path)]) })
  const status = await main(['drift', path, '-', '--json'], io)
  expect(status).toBe(0)
  expectSchema('drift', io.written.stdout)
  expect(JSON.parse(io.written.stdout).current).toMatchObject({ source: '-', rows: 20, digest: null })
})

describe('a column that cannot be compared is its own row and ends nothing', () => {
  const good = range(200)
  const reference = csv({
    good,
    empty: good.map(() => null),
    emptied: good,
    id: good.map(i => `u${i}`),
    note: good.map(i => `a text, the ${i}th`),
    day: good.map(i => `2024-01-${10 + (i % 20)}`),
    word: good.map(i => `w${i % 3}`),
    number: good,
    infinite: good,
    gone_id: good.map(i => `u${i}`),
    gone_day: good.map(i => `2024-01-${10 + (i % 20)}`),
    gone_empty: good.map(() => null),
    gone: good,
  })
  const current = csv({
    good,
    empty: good,
    emptied: good.map(() => null),
    id: good,
    note: good.map(() => null),
    day: good.map(() => 'never'),
    word: good.map(() => null),
    number: good.map(() => 'n/a?'),
    infinite: good.map(() => 'inf'),
  })

  test('whatever is wrong with it', async () => {
    const { stdout } = await run('drift', reference, current, '--json')
    expectSchema('drift', stdout)
    const { drift, degradation, summary } = await driftJson(reference, current)
    const verdicts = Object.fromEntries(drift.map(row => [row.column, row.verdict]))
    const gone = ['gone', 'gone_day', 'gone_empty', 'gone_id']
    expect(verdicts).toEqual({
      good: 'stable',
      ...Object.fromEntries(gone.map(name => [name, 'drifted'])),
      ...Object.fromEntries(
        ['empty', 'emptied', 'id', 'note', 'day', 'word', 'number', 'infinite'].map(name => [
          name,
          'not-compared',
        ]),
      ),
    })
    expect(summary).toMatchObject({ columns: 13, compared: 5, drifted: 4, notCompared: 8 })
    for (const row of drift) expect(row.reason.length, row.column).toBeGreaterThan(8)
    const absent = degradation.filter(row => row.check === 'missing_feature').map(row => row.column)
    expect(absent.sort(), 'a column that is gone is a finding whatever it held').toEqual(gone)
    for (const name of gone)
      expect(drift.find(row => row.column === name)).toMatchObject({ statistic: 1, pValue: 0, current: null })
  })
})

test('limits that are met exactly, through the whole command', async () => {
  const reference = csv({ x: range(100).map(i => [2, -2, 4, -4][i % 4] as number), y: range(100) })
  const current = csv({
    x: range(100).map(i => (i % 2 ? 1 : -1)),
    y: range(100).map(i => (i < 5 ? null : i)),
  })
  const { degradation } = await driftJson(reference, current)
  expect(degradation.filter(row => row.degraded)).toEqual([])
})
