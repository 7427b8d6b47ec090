import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formats, open, refusal, testEngine } from './open.ts'

const file = join(formats, 'plain.csv')

test.each([
  ["age >= 18 AND city IN ('Köln', 'nowhere')", 8],
  ["seen >= '2024-01-02' and extract(year from seen) = 2024", 36],
  ["lower(city) like 'paris%' -- a comment", 9],
  ['income is null or not active', undefined],
  ['"age" between 18 and 80 and abs(income) + 1 > 0', undefined],
])('%s', async (where, rows) => {
  const { window } = await open(file, { where })
  expect(window.rows).toBeLessThan(40)
  if (rows !== undefined) expect(window.rows).toBe(rows)
})

describe('nothing is smuggled in', () => {
  test.each([
    "read_csv('/etc/passwd') IS NULL",
    "(SELECT count(*) FROM read_text('/etc/passwd')) > 0",
    'EXISTS (SELECT 1)',
    "age IN (SELECT 1 FROM read_csv('/etc/passwd'))",
    "getenv('HOME') = 'x'",
    'true); DROP TABLE reference_1; --',
    'true) -- ',
    'true /*',
    "true) UNION ALL SELECT * FROM read_csv('/etc/passwd') WHERE (true",
    'true) ORDER BY (age',
    'true) LIMIT (1',
    'age > $1',
    'COLUMNS(*) > 1',
    'count(*) > 1',
    'row_number() OVER () > 1',
    'main.read_csv(city) IS NULL',
    "nextval('s') = 1",
    "current_setting('temp_directory') = ''",
    'x -> x > 1',
    '',
    "'",
    `${'NOT '.repeat(20_000)}true`,
  ])('%.60s', async where => {
    expect(await refusal(file, { where })).toMatchObject({ name: 'MlregError', code: 'usage' })
  })
})

test('an unknown column is named, with the nearest', async () => {
  const error = await refusal(file, { where: 'agee > 3' })
  expect(error.message).toContain('agee')
  expect(error.hint).toMatch(/^the nearest are age/)
})

test('a filter that fails on a row, or that leaves none', async () => {
  expect(await refusal(file, { where: "age = 'abc'" })).toMatchObject({ code: 'usage' })
  expect(await refusal(file, { where: 'age > 1000' })).toMatchObject({
    code: 'empty-window',
    message: expect.stringContaining('age > 1000'),
  })
})

test('a sealed engine reaches its windows and nothing else', async () => {
  const { engine, window } = await open(join(formats, 'snappy.parquet'))
  await engine.seal(window.files)
  expect((await engine.rows(`SELECT count(age) AS n FROM ${window.relation}`))[0]?.n).toBeTypeOf('bigint')
  for (const sql of [
    "SELECT * FROM read_csv('/etc/passwd')",
    "COPY (SELECT 1) TO '/tmp/mlreg-leak.csv'",
    "ATTACH '/tmp/mlreg-leak.db'",
    'INSTALL httpfs',
    'SET enable_external_access = true',
  ]) {
    await expect(engine.rows(sql), sql).rejects.toThrow()
  }
  expect(await testEngine()).toBeDefined()
})
