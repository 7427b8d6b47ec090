import { expect, test } from 'vitest'
import { storedRun } from '../store/stored-run.ts'
import { Workspace } from '../tracking/workspace.ts'

test('a version stands for the run that it comes from', async () => {
  const work = new Workspace()
  const run = await storedRun(work, { model: 'weights' })
  expect(await work.out('register', 'churn', '--run', run)).toBe('churn/1\n')
  const shown = await work.json<{ run: { id: string; models: string[] } }>('runs', 'show', 'models:/churn/1')
  expect(shown.run).toMatchObject({ id: run, models: ['churn/1'] })
})

test('a version that was registered from files has no run to show', async () => {
  const work = new Workspace()
  await storedRun(work, { model: 'weights' })
  await work.out('register', 'churn', 'files/model')
  expect(await work.error('runs', 'show', 'models:/churn/latest')).toMatchObject({
    code: 'not-found',
    message: 'churn/1 was registered from files, not from a run',
  })
})
