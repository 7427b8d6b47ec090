import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'esbuild'
import { expect, onTestFinished, test, vi } from 'vitest'
import { digestOf } from '../../src/data/digest.ts'
import { openEngine } from '../../src/data/engine.ts'
import { memoryLimit } from '../../src/data/memory-limit.ts'
import { formats, open, refusal, testEngine } from './open.ts'

test('the scratch directory is private, and gone when the engine is closed', async () => {
  const engine = await openEngine()
  const path = engine.scratch()
  expect(statSync(path).mode & 0o777).toBe(0o700)
  engine.close()
  expect(existsSync(path)).toBe(false)
})

test('the scratch directory is removed after kill -9', async () => {
  const source = fileURLToPath(new URL('../../src/data/scratch-directory.ts', import.meta.url))
  const { code } = transformSync(readFileSync(source, 'utf8'), { loader: 'ts', format: 'esm' })
  const program = `${code}\nconsole.log(makeScratchDirectory().path); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program])
  const path = await new Promise<string>(resolve =>
    child.stdout.once('data', data => resolve(String(data).trim())),
  )
  expect(existsSync(path)).toBe(true)
  child.kill('SIGKILL')
  await vi.waitFor(() => expect(existsSync(path)).toBe(false), 5000)
})

test('with room in memory there is no directory to spill to', async () => {
  const engine = await testEngine()
  await engine.announce(1000)
  expect(await engine.rows("SELECT current_setting('temp_directory') AS path")).toEqual([{ path: '' }])
  await engine.announce(memoryLimit())
  expect(await engine.rows("SELECT current_setting('temp_directory') AS path")).toEqual([
    { path: engine.scratch() },
  ])
})

test('memory runs out with a way out, and the engine goes on', async () => {
  const engine = await openEngine({ memory: '64MB' })
  onTestFinished(() => engine.close())
  const big = engine.rows('CREATE TABLE big AS SELECT random() AS x FROM range(30_000_000)')
  await expect(big).rejects.toMatchObject({
    code: 'out-of-memory',
    hint: expect.stringContaining('--memory'),
  })
  expect(await engine.rows('SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('sizes as people write them', () => {
  expect([memoryLimit('2GB'), memoryLimit('512 MiB'), memoryLimit('1.5g')]).toEqual([
    2 ** 31,
    2 ** 29,
    1.5 * 2 ** 30,
  ])
  for (const text of ['lots', '-1GB', '10', '1e9', ''])
    expect(() => memoryLimit(text), text).toThrow('--memory')
})

test('two streams at once give all their rows, as typed arrays', async () => {
  const engine = await testEngine()
  const sums = await Promise.all(
    [1, 2].map(async factor => {
      let sum = 0
      for await (const chunk of engine.stream(`SELECT (range * ${factor})::DOUBLE AS x FROM range(10000)`)) {
        const { items } = chunk.getColumnVector(0) as unknown as { items: Float64Array }
        for (let row = 0; row < chunk.rowCount; row += 1) sum += items[row] ?? 0
      }
      return sum
    }),
  )
  expect(sums).toEqual([49_995_000, 99_990_000])
})

test('rows keep their order, a list after IN or not', async () => {
  const engine = await testEngine()
  const rows = 1_000_000
  await engine.rows(
    `CREATE TABLE t AS SELECT i::DOUBLE AS i, (i % 1000)::VARCHAR AS word FROM range(${rows}) AS r(i)`,
  )
  const words = Array.from({ length: 20 }, (_, i) => `'no ${i}'`).join(', ')
  await engine.rows(`CREATE TABLE kept AS SELECT i, word NOT IN (${words}) AS keep FROM t`)
  for (const sql of ['SELECT i FROM kept', `SELECT i FROM (SELECT * FROM t WHERE word NOT IN (${words}))`]) {
    let expected = 0
    let misplaced = 0
    for await (const chunk of engine.stream(sql)) {
      for (const value of chunk.getColumnValues(0)) if (value !== expected++) misplaced++
    }
    expect({ sql, expected, misplaced }).toEqual({ sql, expected: rows, misplaced: 0 })
  }
})

test('digests name bytes, not places', async () => {
  const one = mkdtempSync(join(tmpdir(), 'mlreg-test-'))
  onTestFinished(() => rmSync(one, { recursive: true }))
  for (const folder of ['x', 'y']) {
    mkdirSync(join(one, folder, 'p=1'), { recursive: true })
    writeFileSync(join(one, folder, 'a'), 'abc')
    writeFileSync(join(one, folder, 'p=1/b'), '')
  }
  const abc = 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  expect(await digestOf([join(one, 'x/a')])).toBe(abc)
  const [x, y] = await Promise.all(
    ['x', 'y'].map(folder => digestOf([join(one, folder, 'a'), join(one, folder, 'p=1/b')])),
  )
  expect(x).toBe(y)
  expect(x).not.toBe(abc)
})

test('sources that are no files', async () => {
  expect(await refusal('models:/churn@champion')).toMatchObject({ code: 'unavailable' })
  expect(await refusal('https://example.org/x.csv')).toMatchObject({ code: 'unavailable' })
  expect(await refusal(join(formats, 'plaim.csv'))).toMatchObject({
    code: 'not-found',
    hint: expect.stringContaining('plain.csv'),
  })
  expect(await refusal(join(formats, 'no*.such'))).toMatchObject({ code: 'not-found' })
  expect(await refusal('/dev/null')).toMatchObject({ code: 'bad-input' })
  expect((await open(join(formats, 'hive/'))).window.rows).toBe(40)
}, 10_000)
