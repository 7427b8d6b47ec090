import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { expect, test, vi } from 'vitest'
import { findStore } from '../../src/store/find-store.ts'
import { migrations } from '../../src/store/migrations.ts'
import { networkFileSystem } from '../../src/store/network-file-system.ts'
import { openForReading } from '../../src/store/open-for-reading.ts'
import { openStore } from '../../src/store/open-store.ts'
import { databaseFile } from '../../src/store/store-layout.ts'
import { access, newDirectory, newRun, newStore } from './new-store.ts'

const nextSteps = [
  ...migrations,
  { title: 'a table more', additive: true, sql: 'CREATE TABLE more (id INTEGER) STRICT' },
]

test('a new store is durable, strict and whole', async () => {
  const { database, directory, close } = await newStore()
  expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(database.pragma('synchronous', { simple: true })).toBe(2)
  expect(database.pragma('foreign_keys', { simple: true })).toBe(1)
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  const loose = database
    .prepare(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
    )
    .all()
  expect(loose).toEqual([])
  close()
  expect(readdirSync(directory).sort()).toEqual(['artifacts', 'mlreg.db', 'tmp'])
  expect(readdirSync(join(directory, 'artifacts/sha256'))).toHaveLength(256)
  expect(readdirSync(join(directory, 'tmp'))).toEqual([])
})

test('opening again makes nothing, and keeps what is there', async () => {
  const store = await newStore()
  const { id } = newRun(store)
  store.close()
  const onCreate = vi.fn()
  const again = await openStore(store.directory, { ...access, onCreate })
  expect(onCreate).not.toHaveBeenCalled()
  expect(again.database.prepare('SELECT run_id FROM runs').pluck().all()).toEqual([id])
  again.close()
})

test('many processes may start on a path that does not exist yet', { timeout: 60_000 }, async () => {
  const directory = join(newDirectory(), 'deep/er/.mlreg')
  const bin = resolve('bin/mlreg.js')
  const starts = Array.from(
    { length: 12 },
    () =>
      new Promise<number | null>(done => {
        const words = [bin, 'start', '--store', directory, '--experiment', 'e', '--as', 'x', '--param', 'a=1']
        spawn(process.execPath, words, { stdio: 'ignore' }).on('exit', done)
      }),
  )
  expect(await Promise.all(starts)).toEqual(Array(12).fill(0))
  const store = await openForReading(directory)
  expect(store.database.prepare('SELECT count(*) FROM params').pluck().get()).toBe(12)
  expect(store.database.prepare('SELECT count(*) FROM experiments').pluck().get()).toBe(2)
  store.close()
})

test('a wrong directory is not filled with a store', async () => {
  const directory = newDirectory()
  writeFileSync(join(directory, 'thesis.tex'), '')
  await expect(openStore(directory, access)).rejects.toMatchObject({ code: 'not-a-store' })
  expect(readdirSync(directory)).toEqual(['thesis.tex'])
})

test('an empty file is taken by init alone', async () => {
  const directory = newDirectory()
  writeFileSync(databaseFile(directory), '')
  await expect(openStore(directory, access)).rejects.toMatchObject({ code: 'not-a-store' })
  await expect(openForReading(directory)).rejects.toMatchObject({ code: 'not-a-store' })
  expect(statSync(databaseFile(directory)).size).toBe(0)
  const store = await openStore(directory, { ...access, replaceEmpty: true })
  newRun(store)
  store.close()
})

test.each([
  ['text', 'SQLite format 3 it is not'.repeat(100), 'not-a-store'],
  ['a short file', 'x', 'not-a-store'],
])('%s in the place of the database is refused', async (_, content, code) => {
  const directory = newDirectory()
  writeFileSync(databaseFile(directory), content)
  await expect(openStore(directory, access)).rejects.toMatchObject({ code })
  await expect(openForReading(directory)).rejects.toMatchObject({ code })
})

test("somebody else's database is refused and stays as it is", async () => {
  const directory = newDirectory()
  const other = new BetterSqlite3(databaseFile(directory))
  other.exec('CREATE TABLE theirs (x)')
  other.close()
  const before = statSync(databaseFile(directory)).mtimeMs
  await expect(openStore(directory, access)).rejects.toMatchObject({ code: 'not-a-store' })
  await expect(openForReading(directory)).rejects.toMatchObject({ code: 'not-a-store' })
  expect(statSync(databaseFile(directory)).mtimeMs).toBe(before)
})

test('a newer store is refused, also when it becomes newer while it is open', async () => {
  const store = await newStore()
  const newer = await openStore(store.directory, access, nextSteps)
  expect(() => newRun(store)).toThrow(expect.objectContaining({ code: 'store-too-new' }))
  newer.close()
  store.close()
  await expect(openStore(store.directory, access)).rejects.toMatchObject({ code: 'store-too-new' })
  await expect(openForReading(store.directory)).rejects.toMatchObject({ code: 'store-too-new' })
})

test('an older store is migrated by a writer, after a copy, and only in memory by a reader', async () => {
  const store = await newStore()
  const { id } = newRun(store)
  store.close()
  const reading = await openForReading(store.directory, nextSteps)
  expect(reading.database.prepare('SELECT count(*) FROM more').pluck().get()).toBe(0)
  expect(reading.database.prepare('SELECT run_id FROM runs').pluck().get()).toBe(id)
  reading.close()
  expect(existsSync(join(store.directory, 'backups'))).toBe(false)
  const writing = await openStore(store.directory, access, nextSteps)
  expect(writing.database.pragma('user_version', { simple: true })).toBe(migrations.length + 1)
  writing.close()
  const copy = new BetterSqlite3(join(store.directory, `backups/mlreg.v${migrations.length}.db`))
  expect(copy.prepare('SELECT run_id FROM runs').pluck().get()).toBe(id)
  expect(copy.pragma('application_id', { simple: true })).toBe(0x6d6c7267)
  copy.close()
})

test('half a migration is none', async () => {
  const store = await newStore()
  store.close()
  const broken = [...nextSteps, { title: 'broken', additive: true, sql: 'CREATE TABLE more (id) STRICT' }]
  await expect(openStore(store.directory, access, broken)).rejects.toThrow()
  const again = await openStore(store.directory, access)
  expect(again.database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'more'").get()).toBeUndefined()
  again.close()
})

test('a step that changes what data mean waits for mlreg migrate', async () => {
  const store = await newStore()
  store.close()
  const steps = [...migrations, { title: 'other units', additive: false, sql: 'SELECT 1' }]
  await expect(openStore(store.directory, access, steps)).rejects.toMatchObject({ code: 'conflict' })
})

test('reading leaves nothing behind and cannot write', async () => {
  const store = await newStore()
  store.close()
  const before = readdirSync(store.directory)
  const reading = await openForReading(store.directory)
  expect(() => reading.write(() => 1)).toThrow(expect.objectContaining({ code: 'read-only' }))
  expect(() => reading.database.exec('DELETE FROM runs')).toThrow()
  reading.close()
  expect(readdirSync(store.directory)).toEqual(before)
})

test('reading never makes a store', async () => {
  const directory = join(newDirectory(), '.mlreg')
  await expect(openForReading(directory)).rejects.toMatchObject({ code: 'not-found' })
  expect(existsSync(directory)).toBe(false)
})

test.skipIf(process.getuid?.() !== 0)(
  'where nothing may be written, reading works and writing says so',
  async () => {
    const store = await newStore()
    const { id } = newRun(store)
    store.close()
    for (const path of [join(store.directory, '..'), store.directory]) chmodSync(path, 0o755)
    const as = (...words: string[]) =>
      new Promise<{ code: number | null; text: string }>(done => {
        const child = spawn(
          process.execPath,
          [resolve('bin/mlreg.js'), ...words, '--store', store.directory],
          {
            uid: 65_534,
            env: { ...process.env, HOME: '/' },
          },
        )
        let text = ''
        child.stdout.on('data', part => (text += part))
        child.stderr.on('data', part => (text += part))
        child.on('close', code => done({ code, text }))
      })
    const shown = await as('runs', 'show', id, '--json')
    expect(JSON.parse(shown.text).run.id).toBe(id)
    const refused = await as('log', 'param', 'a=1', '--run', id, '--json')
    expect(refused.code).toBe(2)
    expect(JSON.parse(refused.text)).toMatchObject({ error: { code: 'read-only' } })
  },
)

test('a writer waits for another, and gives up after the time-out with nothing written', async () => {
  const store = await newStore()
  const other = await openStore(store.directory, { lockTimeoutMs: 80, allowNetwork: false })
  store.database.exec('BEGIN IMMEDIATE')
  expect(() => newRun(other)).toThrow(expect.objectContaining({ code: 'locked' }))
  store.database.exec('ROLLBACK')
  newRun(other)
  expect(other.database.prepare('SELECT count(*) FROM runs').pluck().get()).toBe(1)
  other.close()
  store.close()
})

test('an error inside a transaction undoes all of it', async () => {
  const store = await newStore()
  const failing = () =>
    store.write(() => {
      store.database.exec("INSERT INTO experiments (name, created_ms, updated_ms) VALUES ('x', 0, 0)")
      throw new Error('no')
    })
  expect(failing).toThrow('no')
  expect(store.database.prepare('SELECT count(*) FROM experiments').pluck().get()).toBe(1)
  store.close()
})

test('the store is found upward, and a directory that holds one stands for it', async () => {
  const root = newDirectory()
  mkdirSync(join(root, 'a/b'), { recursive: true })
  expect(findStore(join(root, 'a/b'), undefined)).toEqual({
    directory: join(root, 'a/b/.mlreg'),
    exists: false,
  })
  ;(await openStore(join(root, '.mlreg'), access)).close()
  const found = { directory: join(root, '.mlreg'), exists: true }
  expect(findStore(join(root, 'a/b'), undefined)).toEqual(found)
  expect(findStore(join(root, 'a'), '..')).toEqual(found)
  expect(findStore(root, 'elsewhere')).toEqual({ directory: join(root, 'elsewhere'), exists: false })
})

test('network file systems are told by their type', () => {
  expect(networkFileSystem('/', () => 0x6969)).toBe('NFS')
  expect(networkFileSystem('/', () => 0xff534d42 | 0)).toBe('CIFS')
  expect(networkFileSystem('/', () => 0xef53)).toBeUndefined()
})
