import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { column, formats, open, values } from './open.ts'

/** The same rows, whatever they are written in: the contract of a reader. */
const files = [
  ...[
    'snappy',
    'gzip',
    'brotli',
    'lz4',
    'zstd',
    'none',
    'page2',
    'int96',
    'row-groups',
    'no-statistics',
    'delta',
  ].map(name => `${name}.parquet`),
  ...['polars.parquet', 'pandas.parquet', 'dictionary.parquet'],
  ...['lz4.feather', 'zstd.feather', 'uncompressed.feather', 'stream.arrows', 'polars.arrow'],
  ...['crlf', 'cr', 'bom', 'semicolon', 'pipe', 'no-newline'].map(name => `${name}.csv`),
  ...['tab.tsv', 'plain.csv.gz', 'plain.csv.zst', 'plain.jsonl', 'nested.jsonl'],
]

describe('every format gives the rows of plain.csv', () => {
  test.each(files)('%s', async file => {
    const plain = await open(join(formats, 'plain.csv'))
    const other = await open(join(formats, file))
    expect(other.window.warnings).toEqual([])
    expect(other.window.rows).toBe(40)
    const kinds = Object.fromEntries(other.window.columns.map(({ name, kind }) => [name, kind]))
    expect(kinds).toEqual(Object.fromEntries(plain.window.columns.map(({ name, kind }) => [name, kind])))
    expect(await values(other.engine, other.window)).toEqual(await values(plain.engine, plain.window))
    expect(column(other.window, 'id').exactSql).toBe('"id"')
  })
})

test('plain.csv itself', async () => {
  const { engine, window } = await open(join(formats, 'plain.csv'))
  const all = await values(engine, window)
  expect(all.zip?.slice(0, 3)).toEqual(['00000', '00037', '00074'])
  expect(all.city?.slice(0, 4)).toEqual([null, 'Paris, FR', 'the "Hague"', 'São\nPaulo'])
  expect(all.active?.slice(0, 2)).toEqual([null, expect.stringMatching(/^(true|false)$/)])
  expect(all.seen?.[1]).toBe(Date.UTC(2024, 0, 1, 7) * 1000 + 1)
  const [ids] = await engine.rows(
    `SELECT count(DISTINCT ${column(window, 'id').exactSql}) AS n FROM ${window.relation}`,
  )
  expect(ids?.n).toBe(40n)
})

test('the types of Parquet and of Arrow agree', async () => {
  const parquet = await open(join(formats, 'types.parquet'))
  const arrow = await open(join(formats, 'types.feather'))
  const { f16, list: _list, bin: _bin, ...rest } = await values(arrow.engine, arrow.window)
  expect(f16).toEqual([1.5, 2.5, null])
  expect(await values(parquet.engine, parquet.window)).toMatchObject(rest)
  expect(rest).toEqual({
    u64: [2 ** 64, 1, null],
    u32: [2 ** 32 - 1, 0, null],
    dec: [null, -1.25, 3.5],
    sec: [0, 1e6, null],
    ns: [0, 1, null],
    day: [0, 86_400e6, null],
    time: [0, 1e6, null],
    null: [null, null, null],
    inf: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, null],
  })
  expect(arrow.window.columns.map(({ kind }) => kind)).toContain('nested')
  expect(column(arrow.window, 'bin').kind).toBe('binary')
})

describe('directories and globs', () => {
  test('key=value folders become columns, marker files are skipped', async () => {
    const { engine, window } = await open(join(formats, 'hive'))
    expect(window.files).toHaveLength(4)
    expect(window.columns.map(({ name }) => name).sort()).toEqual(['age', 'city', 'income', 'year'])
    const { city, year } = await values(engine, window)
    expect([new Set(city), new Set(year)]).toEqual([new Set(['Köln', 'Paris']), new Set([2020, 2021])])
  })

  test('folders above the directory are no columns', async () => {
    const { window } = await open(join(formats, 'hive/year=2020'))
    expect(window.columns.map(({ name }) => name).sort()).toEqual(['age', 'city', 'income'])
  })

  test('a glob takes the files that match, in order', async () => {
    const { window } = await open(join(formats, 'hive/*/city=Paris/*.parquet'))
    expect(window.files.map(file => file.slice(formats.length))).toEqual([
      'hive/year=2020/city=Paris/part-0.parquet',
      'hive/year=2021/city=Paris/part-0.parquet',
    ])
    expect((await open(join(formats, 'hive/**/*.parquet'))).window.rows).toBe(40)
    expect((await open(join(formats, '[cb][ro]*.csv'))).window.rows).toBe(120)
  })
})
