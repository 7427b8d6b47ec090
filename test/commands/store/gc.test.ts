import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { openStore } from '../../../src/store/open-store.ts'
import { placePin } from '../../../src/store/pins.ts'
import { access } from '../../store/new-store.ts'
import { Workspace } from '../tracking/workspace.ts'
import { blobPaths, store, storedRun } from './stored-run.ts'
import { violations } from './valid.ts'

let work: Workspace
let run: string

beforeEach(async () => {
  work = new Workspace()
  run = await storedRun(work, { 'a.txt': 'first', 'b.txt': 'second' })
})

interface Gc {
  readonly deleted: boolean
  readonly totals: { readonly files: number; readonly bytes: number }
  readonly referenced: number
  readonly garbage: readonly { readonly kind: string; readonly path: string; readonly bytes: number }[]
  readonly kept: readonly { readonly path: string; readonly why: string }[]
}

async function gc(...words: string[]): Promise<Gc> {
  const document = await work.json<Gc>('gc', ...words)
  expect(violations('gc', document)).toBe('')
  return document
}

test('what is in use is never garbage', async () => {
  expect(await gc('--delete')).toMatchObject({ deleted: true, referenced: 2, garbage: [] })
  expect(blobPaths(work)).toHaveLength(2)
})

test('a replaced file is garbage, shown first and removed when asked', async () => {
  await store(work, run, 'a.txt', 'changed')
  const shown = await gc()
  expect(shown).toMatchObject({ deleted: false, totals: { files: 1, bytes: 5 }, garbage: [{ kind: 'blob' }] })
  expect(blobPaths(work)).toHaveLength(3)
  expect(await gc('--delete')).toEqual({ ...shown, deleted: true })
  expect(blobPaths(work)).toHaveLength(2)
  expect(readdirSync(join(work.directory, '.mlreg/trash'))).toEqual([])
  expect(await gc()).toMatchObject({ garbage: [] })
})

test('what two names share stays until both are gone', async () => {
  await store(work, run, 'copy.txt', 'first')
  await store(work, run, 'a.txt', 'changed')
  expect(await gc('--delete')).toMatchObject({ garbage: [] })
  await store(work, run, 'copy.txt', 'changed')
  expect(await gc('--delete')).toMatchObject({ totals: { files: 1, bytes: 5 } })
})

test('a deleted run keeps its files: it can be restored', async () => {
  const other = await storedRun(work, { 'c.txt': 'third' })
  await work.run(['runs', 'delete', other, '--yes'])
  expect(await gc('--delete')).toMatchObject({ garbage: [], referenced: 3 })
})

test('files without a row are kept for a day by the clock of the file system', async () => {
  const path = join(work.directory, '.mlreg/artifacts/sha256/ab', 'ab'.padEnd(64, '0'))
  writeFileSync(path, 'x')
  work.env.MLREG_NOW = new Date().toISOString()
  expect(await gc('--delete')).toMatchObject({ garbage: [], kept: [{ why: expect.stringContaining('day') }] })
  work.env.MLREG_NOW = '2001-01-01T00:00:00Z'
  expect(await gc('--delete')).toMatchObject({ garbage: [] })
  work.env.MLREG_NOW = new Date().toISOString()
  const before = Date.now() / 1000 - 2 * 86_400
  utimesSync(path, before, before)
  expect(await gc('--delete')).toMatchObject({ garbage: [{ kind: 'orphan' }] })
  expect(existsSync(path)).toBe(false)
})

test('files of a process that died are removed after an hour, those of one that lives are not', async () => {
  const [dead, living] = ['4194305-0123456789ab', `${process.pid}-0123456789ab`].map(name =>
    join(work.directory, '.mlreg/tmp', name),
  ) as [string, string]
  for (const path of [dead, living]) {
    writeFileSync(path, 'x')
    const before = Date.now() / 1000 - 2 * 3_600
    utimesSync(path, before, before)
  }
  work.env.MLREG_NOW = new Date().toISOString()
  expect(await gc('--delete')).toMatchObject({ garbage: [{ kind: 'tmp' }] })
  expect([dead, living].map(existsSync)).toEqual([false, true])
})

test('nothing at all in use is more likely a mistake', async () => {
  const opened = await openStore(join(work.directory, '.mlreg'), access)
  opened.write(() => opened.database.exec('DELETE FROM artifacts'))
  opened.close()
  expect(await work.error('gc', '--delete')).toMatchObject({ code: 'conflict' })
  expect(blobPaths(work)).toHaveLength(2)
  expect(await gc('--delete', '--force-empty')).toMatchObject({ totals: { files: 2 } })
})

test('a store that is being copied is left alone, until the copying process must have died', async () => {
  await store(work, run, 'a.txt', 'changed')
  const opened = await openStore(join(work.directory, '.mlreg'), access)
  placePin(opened, 'backup', () => Date.parse('2026-05-01T11:55:00Z'))
  opened.close()
  expect(await work.error('gc', '--delete')).toMatchObject({ code: 'locked' })
  work.env.MLREG_NOW = '2026-05-01T12:05:01Z'
  expect(await gc('--delete')).toMatchObject({ totals: { files: 1 } })
})

test('makes no store', async () => {
  expect(await work.error('gc', '--delete', '--store', 'nowhere')).toMatchObject({ code: 'not-found' })
  expect(existsSync(join(work.directory, 'nowhere'))).toBe(false)
})
