import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nullTokens } from '../../src/data/null-tokens.ts'
import { column, open, openBoth, refusal, values } from './open.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mlreg-test-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function csv(text: string | Buffer, name = 'data.csv'): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const many = Array.from({ length: 3000 }, (_, row) => row)

describe('what is not a CSV is said with its line', () => {
  test.each([
    ['a,b,c\n1,2,3\n4,5\n', 'line 3: 2 fields where the header has 3'],
    ['a,b\n1,2\n3,4,5\n', 'line 3: 3 fields where the header has 2'],
    ['a,b\n1,"oops\n2,3\n', 'line 2: a quoted field is not closed'],
    [`a,b\n${many.map(row => `${row},x\n`).join('')}1\n`, 'line 3002: 1 field where'],
    [Buffer.from('a,b\n1,caf\xe9\n', 'latin1'), 'not UTF-8 text'],
    [Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), 'UTF-16 text'],
    ['a,b\n1,x\0y\n'.padEnd(200), 'something binary'],
    ['1,2\n3,4\n', 'no header: its first line is all numbers'],
    ['a,b,a\n1,2,3\n', 'two columns called a'],
    ['[{"a":1}]\n', 'no data rows'],
  ])('%j', async (text, message) => {
    const error = await refusal(csv(text))
    expect(error).toMatchObject({ name: 'MlregError', message: expect.stringContaining(message) })
  })
})

describe('types are checked beyond the first records', () => {
  const body = many.map(row => `${row},${row}.5,true,\n`).join('')

  test('a reference column is widened to hold every cell', async () => {
    const { engine, window } = await open(csv(`id,x,flag,late\n${body}007,x,maybe,1\n`))
    expect(window.columns.map(({ kind }) => kind)).toEqual([
      'categorical',
      'categorical',
      'categorical',
      'numeric',
    ])
    const { id, x, late } = await values(engine, window)
    expect([id?.at(-1), x?.at(-1), late?.at(-1)]).toEqual(['007', 'x', 1])
  })

  test('a current column keeps the reference’s type, and what does not fit is counted', async () => {
    const { engine, current } = await openBoth(
      csv(`id,x,flag,late\n${body}`),
      csv(`id,x,flag,late\n${body}oops,NA,maybe,\nx y,bad,TRUE,\n007,1.5,,\n`, 'current.csv'),
    )
    expect(current.columns.map(({ changed }) => changed)).toEqual([
      { from: 'integer', to: 'number', misfits: 2, examples: ['oops', 'x y'] },
      { from: 'number', to: 'number', misfits: 1, examples: ['bad'] },
      { from: 'boolean', to: 'boolean', misfits: 1, examples: ['maybe'] },
      undefined,
    ])
    const { id, flag } = await values(engine, current)
    expect(id?.slice(-3)).toEqual([null, null, 7])
    expect(flag?.slice(-3)).toEqual([null, 'true', null])
  })

  test('misfits outside the filter are not counted', async () => {
    const { current } = await openBoth(csv('a,b\n1,x\n2,y\n'), csv('a,b\n1,x\nbad,y\n', 'current.csv'), {
      where: "b = 'x'",
    })
    expect(current.rows).toBe(1)
    expect(column(current, 'a').changed).toBeUndefined()
  })
})

test('words that mean null, where a number is read and where text is', async () => {
  const text = 'n,t\n1,NA\nNA,x\nnan,\nNone,None\n,y\n'
  const plain = await open(csv(text))
  expect(await values(plain.engine, plain.window)).toEqual({
    n: [1, null, null, null, null],
    t: ['NA', 'x', null, 'None', 'y'],
  })
  const named = await open(csv(text), { nullTokens: ['NA'] })
  expect((await values(named.engine, named.window)).t).toEqual([null, 'x', null, 'None', 'y'])
})

test('each null word is one, in the reference and in the current window', async () => {
  const text = `n,x\n1,0\n${nullTokens.map(word => `${word},0\n`).join('')}`
  const { engine, reference, current } = await openBoth(csv(text), csv(text, 'current.csv'))
  const expected = [1, ...nullTokens.map(() => null)]
  expect((await values(engine, reference)).n).toEqual(expected)
  expect((await values(engine, current)).n).toEqual(expected)
  expect(column(current, 'n').changed).toBeUndefined()
})

test('the user’s types decide for both windows', async () => {
  const types = new Map([
    ['a', 'categorical'],
    ['b', 'numeric'],
    ['c', 'ignore'],
  ] as const)
  const { engine, reference, current } = await openBoth(
    csv('a,b,c\n1,7,x\n2,x,y\n'),
    csv('a,b,c\n1.0,8,x\nTrue,9,y\n', 'current.csv'),
    { types },
  )
  expect(await values(engine, reference)).toEqual({ a: ['1', '2'], b: [7, null] })
  expect(await values(engine, current)).toEqual({ a: ['1', 'true'], b: [8, 9] })
  expect(reference.warnings).toEqual(['column b: 1 value is not numeric and left out, e.g. x'])
})

test('times with an offset are moments, without one UTC', async () => {
  const { engine, window } = await open(csv('t\n2024-01-01T02:00:00+02:00\n2024-01-01 00:00\n2024-01-01\n'))
  expect((await values(engine, window)).t).toEqual(new Array(3).fill(Date.UTC(2024, 0, 1) * 1000))
})

test('line ends may be mixed, blank lines at the end are nothing, an index column gets a name', async () => {
  const { engine, window } = await open(csv(',a\n0,1\r\n1,2\n\n\n'))
  expect(await values(engine, window)).toEqual({ column_1: [0, 1], a: [1, 2] })
  expect(window.warnings).toHaveLength(1)
})

test('a name with glob characters is the file of that name', async () => {
  csv('a,b\n5,5\n', 'g1.csv')
  for (const name of ['g[1].csv', 'g*.csv', 'g?.csv', "it's.csv", 'back\\slash.csv']) {
    const { engine, window } = await open(csv('a,b\n1,2\n', name))
    expect((await values(engine, window)).a, name).toEqual([1])
  }
})

test('content decides, with a warning', async () => {
  const { window } = await open(csv('a,b\n1,2\n', 'data.parquet'))
  expect(window).toMatchObject({
    format: 'csv',
    warnings: [expect.stringContaining('holds CSV, not Parquet')],
  })
})

test('standard input is read once, from a copy that is removed', async () => {
  const { engine, window } = await open('-', { stdin: Readable.from(['a,b\n1,', '2\n']) })
  expect(window).toMatchObject({ source: '-', files: [], rows: 1 })
  expect(await values(engine, window)).toEqual({ a: [1], b: [2] })
  const error = await refusal('-', { stdin: Readable.from(['a,b\n1\n']) })
  expect(error.message).toBe('standard input, line 2: 1 field where the header has 2')
})
