import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { putArtifacts } from '../../../src/artifacts/put-artifacts.ts'
import { newId } from '../../../src/store/new-id.ts'
import { openStore } from '../../../src/store/open-store.ts'
import { insertRun, type NewRun, type Run, runWithId } from '../../../src/store/runs.ts'
import { Workspace } from './workspace.ts'

let work: Workspace

beforeEach(() => {
  work = new Workspace()
})

/** A run as `mlreg run` records it, with a patch of what was not committed. */
async function recorded(
  name: string,
  parts: Pick<NewRun, 'git' | 'environment'>,
  patch: string,
): Promise<void> {
  const store = await openStore(join(work.directory, '.mlreg'), { lockTimeoutMs: 1_000, allowNetwork: false })
  const id = newId()
  store.write(() => insertRun(store, { id, experimentId: '0', name, startMs: 0, user: 'tester', ...parts }))
  const files = [
    { name: 'code/changes.patch', from: Buffer.from(patch) },
    { name: 'logs/output.log', from: Buffer.from(name) },
  ]
  await putArtifacts(store, runWithId(store, id) as Run, files, { actor: 'tester', nowMs: 0 })
  store.close()
}

const git = (digit: string) => ({ commit: digit.repeat(40), branch: 'main', dirty: true })

test('code, its patch and the environment, name by name', async () => {
  const packages = (numpy: string) => ({ packages: { python: { numpy, scipy: '1.0' } } })
  await recorded('a', { git: git('1'), environment: packages('2.0') }, 'x')
  await recorded('b', { git: git('2'), environment: packages('2.1') }, 'y')
  expect(await work.json('runs', 'diff', 'a', 'b')).toMatchObject({
    same: false,
    git: {
      commit: { a: '1'.repeat(40), b: '2'.repeat(40) },
      patch: { a: expect.any(String), b: expect.any(String) },
    },
    environment: [{ key: 'packages.python.numpy', a: '2.0', b: '2.1' }],
  })
  expect(await work.out('runs', 'diff', 'a', 'b')).toContain('git diff 111111111111 222222222222\n')
})

test('files make no difference, but the patch does', async () => {
  await recorded('a', { git: git('1') }, 'x')
  await recorded('b', { git: git('1') }, 'x')
  await recorded('c', { git: git('1') }, 'z')
  expect(await work.json('runs', 'diff', 'a', 'b')).toMatchObject({
    same: true,
    git: {},
    artifacts: [{ path: 'logs/output.log' }],
  })
  expect((await work.run(['runs', 'diff', 'a', 'b', '--exit-code'])).exit).toBe(0)
  expect((await work.run(['runs', 'diff', 'a', 'c', '--exit-code'])).exit).toBe(1)
})

test('data by their digest, with the columns that came, went and changed type', async () => {
  await work.out('init')
  mkdirSync(join(work.directory, 'new'))
  writeFileSync(join(work.directory, 'train.csv'), 'id,age,zip\n1,30,a\n2,40,b\n')
  writeFileSync(join(work.directory, 'new/train.csv'), 'id,age,town\nx,30,a\ny,40,b\nz,41,c\n')
  const ids: string[] = []
  for (const name of ['a', 'b', 'c']) ids.push((await work.out('start', '--name', name)).trim())
  const log = async (run: string, path: string) =>
    await work.out('log', 'data', join(work.directory, path), '--context', 'training', '--run', run)
  await log('a', 'train.csv')
  await log('b', 'new/train.csv')
  await log('c', 'train.csv')
  expect(await work.json('runs', 'diff', 'a', 'b')).toMatchObject({
    same: false,
    data: [
      {
        name: 'train.csv',
        context: 'training',
        a: { rows: 2 },
        b: { rows: 3 },
        columns: { added: ['town'], removed: ['zip'], retyped: ['id'] },
      },
    ],
  })
  expect(await work.out('runs', 'diff', 'a', 'b')).toContain('added town; removed zip; retyped id')
  expect(await work.json('runs', 'diff', 'a', 'c')).toMatchObject({ same: true, data: [] })
  expect(
    await work.json('runs', '--filter', "dataset.name = 'train.csv' and dataset.rows > 2"),
  ).toMatchObject({
    runs: [{ id: ids[1] }],
  })
})
