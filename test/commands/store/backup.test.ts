import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { Workspace } from '../tracking/workspace.ts'
import { blobPaths, flipBit, store, storedRun } from './stored-run.ts'
import { violations } from './valid.ts'

let work: Workspace
let run: string

beforeEach(async () => {
  work = new Workspace()
  run = await storedRun(work, { 'a.txt': 'first', 'b/c.txt': 'second' })
  await work.out('log', 'metric', 'auc=0.9', 'loss=NaN', '--run', run)
})

const inWork = (name: string) => join(work.directory, name)

test('a restored backup says what the store said', async () => {
  await work.out('backup', 'kept')
  await work.out('restore', 'kept', 'again')
  const shown = await work.out('runs', 'show', run, '--json')
  expect(await work.out('runs', 'show', run, '--json', '--store', 'again')).toBe(shown)
  expect(await work.json('fsck', '--read-data', '--store', 'again')).toMatchObject({
    verdict: 'ok',
    checked: { blobs: 2, read: 2 },
    leftovers: [],
  })
  await work.out('log', 'metric', 'auc=0.95', '--run', run, '--store', 'again')
})

test('a backup can be read as it lies there, and is the same after it', async () => {
  await work.out('backup', 'kept')
  const before = readFileSync(inWork('kept/mlreg.db'))
  const shown = await work.out('runs', 'show', run, '--json')
  expect(await work.out('runs', 'show', run, '--json', '--store', 'kept')).toBe(shown)
  expect(readFileSync(inWork('kept/mlreg.db'))).toEqual(before)
  expect(readdirSync(inWork('kept')).sort()).toEqual(['artifacts', 'manifest.json', 'mlreg.db'])
})

test('holds what is in use and nothing else', async () => {
  await store(work, run, 'a.txt', 'changed')
  const document = await work.json('backup', 'kept')
  expect(document).toMatchObject({ verdict: 'ok', blobs: { files: 2, bytes: 13 } })
  expect(violations('backup', document)).toBe('')
  expect(violations('backup', JSON.parse(readFileSync(inWork('kept/manifest.json'), 'utf8')))).toBe('')
  expect(blobPaths(work, 'kept')).toHaveLength(2)
})

test('nothing is written over', async () => {
  await work.out('backup', 'kept')
  expect(await work.error('backup', 'kept')).toMatchObject({ code: 'already-exists' })
  expect(await work.error('restore', 'kept', '.mlreg')).toMatchObject({ code: 'already-exists' })
  expect(await work.error('restore', 'kept')).toMatchObject({ code: 'already-exists' })
  expect(readdirSync(work.directory).sort()).toEqual(['.mlreg', 'files', 'kept'])
})

test('of a damaged store, the whole files are kept, the others are named, and the status is 1', async () => {
  const [path = ''] = blobPaths(work)
  flipBit(path, 3)
  const { exit, stdout } = await work.run(['backup', 'kept', '--json'])
  expect(exit).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({
    verdict: 'damaged',
    damaged: [path.slice(-64)],
    blobs: { files: 1 },
  })
  const restored = await work.run(['restore', 'kept', 'again'])
  expect(restored).toMatchObject({ exit: 0, stderr: expect.stringContaining('damaged') })
  const { exit: checked } = await work.run(['fsck', '--store', 'again'])
  expect(checked).toBe(1)
})

describe('a damaged backup is refused, and stays as it is', () => {
  beforeEach(async () => {
    await work.out('backup', 'kept')
  })

  test.each([
    ['a flipped bit in a file', () => flipBit(blobPaths(work, 'kept')[0] as string, 5)],
    ['a missing file', () => rmSync(blobPaths(work, 'kept')[0] as string)],
    ['another database', () => writeFileSync(inWork('kept/mlreg.db'), 'x')],
    ['no database', () => rmSync(inWork('kept/mlreg.db'))],
  ])('%s', async (_, damage) => {
    damage()
    const before = blobPaths(work, 'kept')
    expect(await work.error('restore', 'kept', 'again')).toMatchObject({ code: 'corrupt' })
    expect(readdirSync(work.directory).sort()).toEqual(['.mlreg', 'files', 'kept'])
    expect(blobPaths(work, 'kept')).toEqual(before)
  })

  test.each(['', '{}', '[]', 'null', '{"schema":"mlreg.backup/1"}'])('manifest %s', async text => {
    writeFileSync(inWork('kept/manifest.json'), text)
    expect(await work.error('restore', 'kept', 'again')).toMatchObject({ code: 'bad-input' })
  })
})

test('there has to be a store', async () => {
  expect(await work.error('backup', 'kept', '--store', 'nowhere')).toMatchObject({ code: 'not-found' })
  expect(await work.error('restore', 'nowhere')).toMatchObject({ code: 'bad-input' })
  expect(existsSync(inWork('nowhere'))).toBe(false)
})
