import { expect, test } from 'vitest'
import type { OpenedWindow, WindowColumn } from '../../src/data/window.ts'
import { embeddedProfiler } from '../../src/profile/embedded-profiler.ts'
import type { ColumnRequest, ProfileInput } from '../../src/profile/profiler.ts'
import { summarize } from '../../src/profile/summary.ts'
import { withProfile } from '../../src/profile/with-profile.ts'
import { testEngine } from '../data/open.ts'

const numeric = (name: string, sql: string, extra: Partial<WindowColumn> = {}): WindowColumn => ({
  name,
  kind: 'numeric',
  type: 'DOUBLE',
  sql,
  ...extra,
})
const words = (name: string, sql: string): WindowColumn => ({ ...numeric(name, sql), kind: 'categorical' })

/** A window of DuckDB's own making: `i` counts its rows from 0. */
async function profiler(rows: number, columns: readonly WindowColumn[]) {
  const engine = await testEngine()
  const window: OpenedWindow = {
    source: 'made up',
    format: 'parquet',
    files: [],
    relation: `(SELECT range AS i FROM range(${rows}))`,
    rows,
    columns,
    warnings: [],
  }
  return embeddedProfiler(engine, window)
}

async function inputs(rows: number, columns: readonly WindowColumn[], requests: readonly ColumnRequest[]) {
  const found: ProfileInput[] = []
  for await (const input of (await profiler(rows, columns)).profile(requests)) found.push(input)
  return found
}

const profileOf = (input: ProfileInput) => withProfile(input, undefined, profile => profile)

const as = (kind: ColumnRequest['as'], columns: readonly WindowColumn[]) =>
  columns.map(({ name }) => ({ name, as: kind }))

test('numbers arrive row by row, NaN for null', async () => {
  const column = numeric('x', 'CASE i % 3 WHEN 0 THEN NULL ELSE i * 0.5::DOUBLE END')
  const [input] = await inputs(5000, [column], as('numeric', [column]))
  if (input === undefined || !('values' in input)) throw new Error('no values')
  expect([...input.values]).toEqual(
    Array.from({ length: 5000 }, (_, i) => (i % 3 === 0 ? Number.NaN : i * 0.5)),
  )
  expect(profileOf(input)).toMatchObject({ rows: 5000, nulls: 1667, infinite: 0 })
})

test('infinities and nulls are counted apart', async () => {
  const column = numeric(
    'x',
    "CASE i WHEN 0 THEN NULL WHEN 1 THEN 'inf'::DOUBLE WHEN 2 THEN '-inf'::DOUBLE ELSE 7 END",
  )
  const [input] = await inputs(10, [column], as('numeric', [column]))
  expect(input && profileOf(input)).toMatchObject({ rows: 10, nulls: 1, infinite: 2 })
})

test('more columns than one query fetches arrive all, once, in the order asked', async () => {
  const columns = Array.from({ length: 40 }, (_, k) => numeric(`n${k}`, `(i * ${k + 1})::DOUBLE`))
  const asked = as('numeric', columns.toReversed())
  const rows = 200_000
  const found = await inputs(rows, columns, asked)
  expect(found.map(({ name }) => name)).toEqual(asked.map(({ name }) => name))
  for (const [at, input] of found.entries()) {
    if (!('values' in input)) throw new Error('no values')
    expect([input.values.length, input.values[1], input.values.at(-1)]).toEqual([
      rows,
      40 - at,
      (rows - 1) * (40 - at),
    ])
  }
})

test('integers that collide as doubles stay distinct', async () => {
  const big = '(9007199254740992 + i)'
  const column = numeric('big', `${big}::DOUBLE`, { exactSql: big })
  const small = numeric('small', 'i::DOUBLE', { exactSql: 'i' })
  const found = await inputs(1000, [column, small], as('numeric', [column, small]))
  const distinct = found.map(input => summarize(profileOf(input), input.distinct).distinct)
  expect(distinct).toEqual([1000, 1000])
  expect(summarize(profileOf(found[0] as ProfileInput)).distinct).toBeLessThan(1000)
})

test.each([1, 49, 50, 51, 63, 64, 65, 130])(
  '%i columns of categories are counted, each its own',
  async count => {
    const columns = Array.from({ length: count }, (_, k) =>
      words(`w${k}`, `CASE WHEN i < ${k} THEN NULL ELSE (i % ${(k % 7) + 2})::VARCHAR END`),
    )
    const rows = 300
    const found = await inputs(rows, columns, as('categorical', columns))
    expect(found.map(({ name }) => name)).toEqual(columns.map(({ name }) => name))
    for (const [k, input] of found.entries()) {
      const counts = new Map<string, number>()
      for (let i = k; i < rows; i++) {
        const value = String(i % ((k % 7) + 2))
        counts.set(value, (counts.get(value) ?? 0) + 1)
      }
      const ordered = new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
      expect('profile' in input && input.profile, input.name).toEqual({
        kind: 'categorical',
        rows,
        nulls: k,
        counts: ordered,
        exact: true,
      })
    }
  },
)

test('an empty text is a value and a null is not', async () => {
  const column = words('w', "CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE 'null' END")
  const [input] = await inputs(30, [column], as('categorical', [column]))
  expect(input && 'profile' in input && input.profile).toMatchObject({
    nulls: 10,
    counts: new Map([
      ['', 10],
      ['null', 10],
    ]),
  })
})

test('an opaque column has its nulls and distinct values only', async () => {
  const columns = [
    words('id', "CASE WHEN i < 5 THEN NULL ELSE 'u' || i END"),
    { ...words('nested', '[i, i + 1]'), kind: 'nested' as const },
    { ...words('empty', 'NULL'), kind: 'null' as const },
  ]
  const found = await inputs(100, columns, as('opaque', columns))
  expect(found.map(input => 'profile' in input && input.profile)).toEqual([
    { kind: 'opaque', rows: 100, nulls: 5, distinct: 95 },
    { kind: 'opaque', rows: 100, nulls: 0, distinct: 0 },
    { kind: 'opaque', rows: 100, nulls: 100, distinct: 0 },
  ])
})

test('requests of several sorts, in turn, keep their order', async () => {
  const columns = [numeric('n', 'i::DOUBLE'), words('w', '(i % 2)::VARCHAR'), numeric('m', '(-i)::DOUBLE')]
  const asked: ColumnRequest[] = [
    { name: 'm', as: 'numeric' },
    { name: 'w', as: 'categorical' },
    { name: 'n', as: 'opaque' },
    { name: 'n', as: 'numeric' },
  ]
  expect((await inputs(10, columns, asked)).map(({ name }) => name)).toEqual(['m', 'w', 'n', 'n'])
  expect(await inputs(10, columns, [])).toEqual([])
})

test('a failing query is an error, not a short answer', async () => {
  const columns = [numeric('n', 'i::DOUBLE'), words('w', "error('broken')")]
  const asked: ColumnRequest[] = [
    { name: 'n', as: 'numeric' },
    { name: 'w', as: 'categorical' },
  ]
  await expect(inputs(10, columns, asked)).rejects.toThrow('broken')
})
