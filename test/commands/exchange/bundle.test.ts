import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { blobPaths, flipBit, store, storedRun } from '../store/stored-run.ts'
import { violations } from '../store/valid.ts'
import { Workspace } from '../tracking/workspace.ts'

let here: Workspace
let there: Workspace
let run: string
let path: string

beforeEach(async () => {
  here = new Workspace()
  there = new Workspace()
  run = await storedRun(here, { 'model.bin': 'weights', 'plots/é.txt': 'plot' })
  await here.out('log', 'param', 'lr=0.1', '--run', run)
  await here.out('log', 'tag', 'note=a\nb', '--run', run)
  for (const value of ['0.5', 'nan', '-inf', '-0', '1e-300']) {
    await here.out('log', 'metric', `loss=${value}`, '--run', run, '--step', '3')
  }
  writeFileSync(join(here.directory, 'train.csv'), 'a,b\n1,2\n')
  await here.out('log', 'data', join(here.directory, 'train.csv'), '--run', run, '--cutoff', '2026-01-01')
  path = join(here.directory, 'all.tar')
})

/** What a store says of a run, but for the number of its experiment, which each store gives. */
async function shown(work: Workspace, id: string) {
  const { run: document } = await work.json<{ run: Record<string, unknown> }>('runs', 'show', id)
  return { ...document, experimentId: null, experimentid: null }
}

/** Ready for the first merge, which would tell that it made a store. */
async function merged(work: Workspace, ...words: string[]) {
  await work.out('init')
  return await work.json('bundle', 'merge', path, ...words)
}

test('what is merged is what was bundled, to the last value', async () => {
  await here.out('start', '--experiment', 'churn', '--name', 'child', '--parent', run)
  await here.out('finish', '--run', run)
  const created = await here.json('bundle', 'create', 'all.tar')
  expect(created).toMatchObject({ runs: 2, experiments: 2, points: 5, files: 2 })
  expect(violations('bundled', created)).toBe('')
  const checked = await there.json('bundle', 'verify', path)
  expect(checked).toMatchObject({ verdict: 'ok', runs: 2, problem: null })
  expect(violations('bundle-check', checked)).toBe('')
  const done = await merged(there)
  expect(done).toMatchObject({ runs: 2, experiments: 1, changed: 0, same: 0 })
  expect(violations('merged', done)).toBe('')
  expect(await shown(there, run)).toEqual(await shown(here, run))
  expect(await shown(there, 'child')).toEqual(await shown(here, 'child'))
  for (const work of [here, there]) await work.out('export', 'jsonl', 'points.jsonl', '--history', '--force')
  const points = (work: Workspace) => readFileSync(join(work.directory, 'points.jsonl'), 'utf8')
  expect(points(there)).toBe(points(here))
  expect(await there.json('fsck', '--read-data')).toMatchObject({ verdict: 'ok', leftovers: [] })
})

test('export and import know bundles too, as the same thing', async () => {
  await here.out('bundle', 'create', 'all.tar', '--run', run)
  await here.out('export', 'bundle', 'same.tar', '--run', run)
  expect(readFileSync(join(here.directory, 'same.tar'))).toEqual(readFileSync(path))
  await there.out('init')
  expect(await there.json('import', 'bundle', path)).toMatchObject({ schema: 'mlreg.merged/1', runs: 1 })
  expect(await shown(there, run)).toEqual(await shown(here, run))
  expect(await there.error('import', 'bundle', 'none.tar')).toMatchObject({ code: 'not-found' })
})

test('merging again changes nothing, and a bundle of what was merged has the same bytes', async () => {
  await here.out('bundle', 'create', 'all.tar')
  await merged(there)
  const before = await there.out('runs', 'show', run, '--json')
  expect(await merged(there)).toMatchObject({ runs: 0, changed: 0, same: 1 })
  expect(await there.out('runs', 'show', run, '--json')).toBe(before)
  await there.out('bundle', 'create', 'back.tar')
  expect(readFileSync(join(there.directory, 'back.tar'))).toEqual(readFileSync(path))
})

test('tar lists it, and its files are what their names say', async () => {
  await here.out('bundle', 'create', 'all.tar')
  const { spawnSync } = await import('node:child_process')
  const listed = spawnSync('tar', ['-tf', path], { encoding: 'utf8' })
  expect(listed.stderr).toBe('')
  expect(listed.stdout).toMatch(/^manifest.json\nrecords.jsonl\n(files\/[0-9a-f]{64}\n){2}$/)
  const digest = blobPaths(here)[0]?.slice(-64)
  const content = spawnSync('tar', ['-xOf', path, `files/${digest}`]).stdout
  expect(content).toEqual(readFileSync(blobPaths(here)[0] as string))
})

test('what went on since is added, and nothing is lost on either side', async () => {
  await here.out('bundle', 'create', 'all.tar')
  await merged(there)
  await there.out('log', 'metric', 'auc=0.9', '--run', run)
  await there.out('log', 'tag', 'note=mine', 'own=1', '--run', run)
  await here.out('log', 'metric', 'auc=0.8', '--step', '9', '--run', run)
  await here.out('finish', '--run', run, '--status', 'failed')
  await here.out('bundle', 'create', 'all.tar', '--force')
  const { exit, stdout, stderr } = await there.run(['bundle', 'merge', path, '--json'])
  expect({ exit, stderr }).toEqual({
    exit: 0,
    stderr: 'warning: 1 tag with another value here: they keep it\n',
  })
  expect(JSON.parse(stdout)).toMatchObject({ runs: 0, changed: 1, tagsKept: 1 })
  expect(await shown(there, run)).toMatchObject({
    status: 'FAILED',
    tags: { note: 'mine', own: '1' },
    metrics: { auc: { last: 0.8, steps: 2 } },
  })
})

describe('what contradicts undoes all of it', () => {
  beforeEach(async () => {
    await here.out('bundle', 'create', 'all.tar')
    await merged(there)
  })

  test.each<[string, () => Promise<unknown>, string]>([
    [
      'a param',
      async () => {
        await there.out('log', 'param', 'depth=1', '--run', run)
        await here.out('log', 'param', 'depth=2', '--run', run)
      },
      'depth',
    ],
    ['a file', () => store(there, run, 'model.bin', 'others'), 'model.bin'],
  ])('%s', async (_, differ, named) => {
    await differ()
    const child = (await here.out('start', '--name', 'new')).trim()
    await here.out('bundle', 'create', 'all.tar', '--force')
    const error = await there.error('bundle', 'merge', path)
    expect(error).toMatchObject({ code: 'conflict', message: expect.stringContaining(named) })
    expect(await there.error('runs', 'show', child)).toMatchObject({ code: 'not-found' })
    expect(await there.json('fsck')).toMatchObject({ leftovers: [] })
  })

  test('a deleted experiment', async () => {
    await here.out('start', '--experiment', 'churn', '--name', 'new')
    await there.out('experiments', 'create', 'churn')
    await there.out('experiments', 'delete', 'churn', '--yes')
    await here.out('bundle', 'create', 'all.tar', '--force')
    const error = await there.error('bundle', 'merge', path)
    expect(error).toMatchObject({ code: 'conflict', hint: expect.stringContaining('restore "churn"') })
  })
})

test('only some runs, and deleted ones as such', async () => {
  const other = (await here.out('start', '--experiment', 'churn', '--name', 'other')).trim()
  expect(await here.json('bundle', 'create', 'all.tar', '--run', 'other')).toMatchObject({
    runs: 1,
    files: 0,
  })
  await here.out('experiments', 'delete', 'churn', '--yes')
  expect(await here.json('bundle', 'create', 'all.tar', '--force')).toMatchObject({ runs: 1, experiments: 1 })
  await here.out('bundle', 'create', 'all.tar', '--force', '--deleted')
  expect(await merged(there)).toMatchObject({ runs: 2 })
  expect(await shown(there, other)).toMatchObject({ lifecycle: 'deleted' })
  expect(await merged(there)).toMatchObject({ runs: 0, same: 2 })
})

test('a store with a damaged file makes no bundle', async () => {
  flipBit(blobPaths(here)[0] as string, 3)
  expect(await here.error('bundle', 'create', 'all.tar')).toMatchObject({ code: 'corrupt' })
  expect(existsSync(path)).toBe(false)
  expect(readdirSync(here.directory).filter(name => name.includes('tmp'))).toEqual([])
})

test('nothing is written over, and no store is made for what is no bundle', async () => {
  await here.out('bundle', 'create', 'all.tar')
  expect(await here.error('bundle', 'create', 'all.tar')).toMatchObject({ code: 'already-exists' })
  writeFileSync(join(there.directory, 'no.tar'), 'nothing of the kind')
  for (const verb of ['merge', 'verify']) {
    expect(await there.error('bundle', verb, 'no.tar')).toMatchObject({ code: 'bad-input' })
    expect(await there.error('bundle', verb, 'none.tar')).toMatchObject({ code: 'not-found' })
    expect(await there.error('bundle', verb, '.')).toMatchObject({ code: 'bad-input' })
  }
  expect(existsSync(join(there.directory, '.mlreg'))).toBe(false)
})
