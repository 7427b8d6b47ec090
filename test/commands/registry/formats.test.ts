import { beforeEach, expect, test } from 'vitest'
import { storedRun } from '../store/stored-run.ts'
import { RegistryWorkspace } from './registry-workspace.ts'

let work: RegistryWorkspace

beforeEach(async () => {
  work = new RegistryWorkspace()
})

test('CSV of a version has what it is, and not only its tags', async () => {
  await work.versions('churn', 1)
  await work.out('models', 'tag', 'churn/1', 'team=growth')
  const csv = await work.out('models', 'show', 'churn/1', '--format', 'csv')
  expect(csv).toContain('kind,key,value\n')
  expect(csv).toContain('version,stage,None\n')
  expect(csv).toContain('version,bytes,7\n')
  expect(csv).toMatch(/version,digest,[0-9a-f]{64}\n/)
  expect(csv).toContain('tag,team,growth\n')
})

test('what there is none of is an empty cell', async () => {
  await work.versions('churn', 1)
  expect(await work.out('models', '--format', 'csv')).toMatch(/^churn,1,1,,,/m)
  expect(await work.out('alias', 'churn@x', 'churn/1', '--format', 'csv')).toBe(
    'name,alias,version,from\nchurn,x,1,\n',
  )
  expect(await work.out('models', 'describe', 'churn', 'who leaves', '--format', 'csv')).toMatch(/^churn,,/m)
})

test('a version whose run was deleted says so', async () => {
  const run = await storedRun(work, { 'model.pkl': 'weights' })
  await work.out('finish', '--run', run)
  await work.out('register', 'churn', '--run', run)
  expect(await work.out('models', 'show', 'churn/1')).toMatch(/status +FINISHED$/m)
  await work.out('runs', 'delete', run)
  expect(await work.out('models', 'show', 'churn/1')).toMatch(/status +FINISHED, deleted$/m)
})
