import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engine, openEngine } from '../../src/data/engine.ts'
import { type Period, timeParts } from '../../src/data/time-parts.ts'
import type { OpenedWindow } from '../../src/data/window.ts'

let engine: Engine

beforeAll(async () => {
  engine = await openEngine()
})

afterAll(() => engine.close())

const column = {
  name: 't',
  kind: 'datetime',
  type: 'TIMESTAMP',
  sql: 'epoch_us("t")::DOUBLE',
} as const

/** Cuts these times; a part is told as its label, its rows and all rows but them. */
async function cut(times: readonly (string | null)[], period: Period) {
  const rows = times.map((time, i) => `(${time === null ? 'NULL' : `'${time}'`}::TIMESTAMP, ${i})`)
  const relation = `(SELECT * FROM (VALUES ${rows.join(', ')}) AS v(t, i))`
  const window = { relation, rows: times.length, columns: [column] } as unknown as OpenedWindow
  const { parts, cut: left } = await timeParts(engine, window, column, period)
  const indices = async (one: OpenedWindow) => {
    const found = (await engine.rows(`SELECT i FROM ${one.relation} ORDER BY i`)).map(row => Number(row.i))
    expect(found.length).toBe(one.rows)
    return found
  }
  const told: [string, number[], number][] = []
  for (const part of parts) {
    const [own, rest] = [await indices(part.window), await indices(part.rest)]
    expect([...own, ...rest].sort((a, b) => a - b)).toEqual(times.map((_, i) => i))
    told.push([part.label, own, rest.length])
  }
  return { told, left }
}

describe('windows of a column of times', () => {
  test('days end at midnight in UTC, before 1970 too; rows without a time are in none', async () => {
    const times = [
      '1969-12-31 23:59:59.999999',
      '1970-01-01 00:00:00',
      '1970-01-01 23:59:59',
      null,
      '1969-12-30 12:00:00',
      '1970-01-01 12:00:00',
    ]
    expect(await cut(times, 'day')).toEqual({
      told: [
        ['1969-12-30', [4], 5],
        ['1969-12-31', [0], 5],
        ['1970-01-01', [1, 2, 5], 3],
      ],
      left: [],
    })
  })

  test('weeks begin on Monday', async () => {
    // 2026-03-02 is a Monday.
    const { told } = await cut(
      ['2026-03-01 23:00:00', '2026-03-02 00:00:00', '2026-03-08 23:59:59', '2026-03-09 00:00:00'],
      'week',
    )
    expect(told).toEqual([
      ['2026-02-23', [0], 3],
      ['2026-03-02', [1, 2], 2],
      ['2026-03-09', [3], 3],
    ])
  })

  test('a first or last week that was not seen from end to end is none', async () => {
    const days = Array.from({ length: 30 }, (_, i) =>
      new Date(Date.UTC(2026, 2, 5 + i)).toISOString().slice(0, 10),
    )
    const { told, left } = await cut(days, 'week')
    expect(told.map(([label, rows]) => [label, rows.length])).toEqual([
      ['2026-03-09', 7],
      ['2026-03-16', 7],
      ['2026-03-23', 7],
    ])
    expect(left).toEqual(['2026-03-02', '2026-03-30'])
  })

  test('so is a first or last day with half the usual rows, and not one in between', async () => {
    const day = (date: string, rows: number) => Array<string>(rows).fill(`${date} 08:00:00`)
    const { told, left } = await cut(
      [
        ...day('2026-03-01', 2),
        ...day('2026-03-02', 6),
        ...day('2026-03-03', 1),
        ...day('2026-03-04', 6),
        ...day('2026-03-05', 6),
        ...day('2026-03-06', 3),
      ],
      'day',
    )
    expect(told.map(([label]) => label)).toEqual([
      '2026-03-02',
      '2026-03-03',
      '2026-03-04',
      '2026-03-05',
      '2026-03-06',
    ])
    expect(left).toEqual(['2026-03-01'])
  })

  test('without a time there is nothing to cut', async () => {
    expect(await cut([null, null], 'day')).toEqual({ told: [], left: [] })
  })
})
