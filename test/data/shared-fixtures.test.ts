import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { MlregError } from '../../src/errors.ts'
import { column, open, shared, values } from './open.ts'

function json<T>(path: string): T {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : ([] as T)
}

interface EdgeCase {
  file: string
  verdict: 'ok' | 'error' | 'either'
  rows?: number
  cols?: string[]
  values?: Record<string, unknown[]>
}

describe.skipIf(!existsSync(shared))('edge cases end as their index says', () => {
  test.each(json<EdgeCase[]>(join(shared, 'edge/index.json')))('$file', async edge => {
    const opened = await open(join(shared, 'edge', edge.file)).catch((error: MlregError) => error)
    if (opened instanceof Error) {
      expect(edge.verdict).not.toBe('ok')
      expect(opened.name).toBe('MlregError')
      return
    }
    const { engine, window } = opened
    expect(edge.verdict).not.toBe('error')
    if (edge.rows !== undefined) expect(window.rows).toBe(edge.rows)
    if (edge.cols !== undefined) expect(window.columns.map(({ name }) => name)).toEqual(edge.cols)
    if (edge.values !== undefined) expect(await values(engine, window)).toMatchObject(edge.values)
  })
})

interface Expected {
  files: Record<string, { rows: number; columns: Record<string, Record<string, unknown>> }>
}

const written = existsSync(shared) ? json<Expected>(join(shared, 'parquet_writers/expected.json')).files : {}

describe.skipIf(!existsSync(shared))('Parquet of every writer', () => {
  test.each(Object.entries(written))('%s', async (file, { rows, columns }) => {
    const opening = open(join(shared, 'parquet_writers', file))
    if (rows === 0) return expect(opening).rejects.toMatchObject({ code: 'empty-window' })
    const { engine, window } = await opening
    expect(window.rows).toBe(rows)
    for (const [name, facts] of Object.entries(columns)) {
      const { sql, kind } = column(window, name)
      if (kind === 'nested' || kind === 'binary') continue
      const sum = kind === 'numeric' ? `sum(${sql})` : 'NULL'
      const finite = kind === 'numeric' ? `count_if(isinf(${sql}))` : '0'
      const [row] = await engine.rows(
        `SELECT count(*) - count(${sql}) AS nulls, count(DISTINCT ${sql}) AS n, ${sum} AS sum, ${finite} AS inf FROM ${window.relation}`,
      )
      expect(Number(row?.nulls), name).toBe(Number(facts.nulls) + Number(facts.nan ?? 0))
      if (facts.n_unique !== undefined) expect(Number(row?.n), name).toBe(facts.n_unique)
      const comparable = kind === 'numeric' && facts.sum !== undefined && Number(row?.inf) === 0
      if (comparable && row?.sum !== null) expect(Number(row?.sum), name).toBeCloseTo(Number(facts.sum), 5)
    }
  })
})

const spectrum = [
  ...['comma_in_quotes', 'empty', 'empty_crlf', 'escaped_quotes', 'json', 'newlines', 'newlines_crlf'],
  ...['quotes_and_newlines', 'simple', 'simple_crlf', 'utf8'],
]

describe.skipIf(!existsSync(shared))('csv-spectrum', () => {
  test.each(spectrum)('%s', async name => {
    const expected = json<Array<Record<string, string>>>(join(shared, `csv_spectrum/json/${name}.json`))
    const { engine, window } = await open(join(shared, `csv_spectrum/csvs/${name}.csv`))
    const read = await values(engine, window)
    const rows = expected.map((_, index) =>
      Object.fromEntries(window.columns.map(({ name }) => [name, String(read[name]?.[index] ?? '')])),
    )
    expect(rows).toEqual(expected)
  })
})
