import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { storedRun } from '../store/stored-run.ts'
import { violations } from '../store/valid.ts'
import { Workspace } from '../tracking/workspace.ts'

let work: Workspace
let run: string

beforeEach(async () => {
  work = new Workspace()
  run = await storedRun(work, {
    'out/model/model.pkl': 'weights',
    'out/model/MLmodel': '{}',
    'log.txt': 'log',
  })
  await work.out('register', 'churn', '--run', run, '--path', 'out/model')
  writeFileSync(join(work.directory, 'own.pkl'), 'own')
  await work.out('register', 'churn', join(work.directory, 'own.pkl'))
})

async function listed(reference: string) {
  const document = await work.json<{ artifacts: { path: string }[] }>('artifacts', 'list', reference)
  expect(violations('artifacts', document)).toBe('')
  return { ...document, artifacts: document.artifacts.map(({ path }) => path) }
}

test('the files of a run are all it has, those of a version what it was registered with', async () => {
  expect(await listed(run)).toMatchObject({
    ...{ run, model: null, total: 3, artifacts: ['log.txt', 'out/model/MLmodel', 'out/model/model.pkl'] },
  })
  for (const reference of ['churn/1', 'models:/churn/1', 'models:/churn/1/']) {
    expect(await listed(reference)).toMatchObject({
      ...{ run, model: 'churn/1', total: 2, bytes: 9, artifacts: ['model/MLmodel', 'model/model.pkl'] },
    })
  }
  expect(await listed('churn/latest')).toMatchObject({ run: null, model: 'churn/2', artifacts: ['own.pkl'] })
  expect(await work.out('artifacts', 'list', 'churn/2')).toContain('own.pkl')
})

test('a run that is called like a version is meant by that name', async () => {
  await work.out('start', '--name', 'churn/1')
  expect(await listed('churn/1')).toMatchObject({ model: null, total: 0 })
  expect(await listed('models:/churn/1')).toMatchObject({ model: 'churn/1', total: 2 })
})

test('what is neither is told of as what it looks like', async () => {
  const error = (reference: string) => work.error('artifacts', 'list', reference)
  expect(await error('chrun/1')).toMatchObject({ code: 'not-found', hint: 'did you mean "churn"?' })
  expect(await error('churn/9')).toMatchObject({
    code: 'not-found',
    message: 'model "churn" has no version 9',
  })
  expect(await error('churn@champion')).toMatchObject({ code: 'not-found' })
  expect(await error('nothing')).toMatchObject({ message: 'there is no run "nothing"' })
  expect(await error('models:/churn/1/MLmodel')).toMatchObject({ code: 'usage' })
})

test('runs are found by the versions that came from them', async () => {
  await work.out('start', '--name', 'other')
  const { runs } = await work.json<{ runs: { id: string }[] }>(
    'runs',
    '--filter',
    "model = 'churn' and stage = 'none'",
  )
  expect(runs.map(({ id }) => id)).toEqual([run])
  expect(await work.json('runs', '--filter', 'stage is null')).toMatchObject({
    total: 1,
    runs: [{ name: 'other' }],
  })
})
