import { join } from 'node:path'
import { expect, test } from 'vitest'
import { storedRun } from '../store/stored-run.ts'
import { Workspace } from '../tracking/workspace.ts'

test('a version stands for the run that it comes from', async () => {
  const work = new Workspace()
  const run = await storedRun(work, { model: 'weights' })
  expect(await work.out('register', 'churn', '--run', run)).toBe('churn/1\n')
  const shown = await work.json<{ run: { id: string; models: string[] } }>('runs', 'show', 'models:/churn/1')
  expect(shown.run).toMatchObject({ id: run, models: ['churn/1'] })
  for (const words of [
    ['runs', 'show', 'churn/latest'],
    ['get', 'churn/latest', 'there'],
  ]) {
    expect(await work.error(...words)).toMatchObject({ hint: 'did you mean "models:/churn/latest"?' })
  }
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

test('a model without a version is answered with the versions there are', async () => {
  const work = new Workspace()
  await storedRun(work, { model: 'weights' })
  await work.out('register', 'churn', 'files/model')
  await work.out('alias', 'churn@champion', 'churn/1')
  expect(await work.error('get', 'models:/churn', 'there')).toMatchObject({
    message: '"churn" names no version of a model',
    hint: 'say which: churn/None, churn@champion or by its number: the newest is churn/1',
  })
  await work.out('models', 'delete', 'churn/1', '--reason', 'x', '--yes', '--force')
  expect(await work.error('get', 'models:/churn', 'there')).toMatchObject({
    message: 'model "churn" has no version',
  })
})

test("a version's own metrics come before those that a test of it left in its run", async () => {
  const work = new Workspace()
  const run = await storedRun(work, { model: 'weights' })
  await work.out('log', 'metric', 'ab/p=0.01', 'auc=0.9', 'drift/share=0', 'abs=1', '--run', run)
  await work.out('register', 'churn', '--run', run)
  const titles = /auc.*/.exec(await work.out('models', 'show', 'churn', '--width', '200'))?.[0]
  expect(titles).toMatch(/^auc +ab\/p +drift\/share +by +run$/)
  expect(await work.out('models', 'show', 'churn', '--width', '70')).toMatch(/ abs +auc\n/)
})

test('the one file that a run stored is its model, whatever mlreg keeps beside it', async () => {
  const work = new Workspace()
  const run = await storedRun(work, { 'churn.bin': 'weights', 'logs/stdout.log': 'epoch 1' })
  await work.out('register', 'churn', '--run', run)
  const shown = await work.json<{ versions: { source: string }[] }>('models', 'show', 'churn/1')
  expect(shown.versions[0]?.source).toBe(`runs:/${run}/churn.bin`)
})

test('a version tells on which system and with which interpreter it was made', async () => {
  const work = new Workspace()
  const write = "require('fs').writeFileSync('model', 'weights')"
  await work.run(['run', '--name', 'trained', '--', process.execPath, '-e', write])
  await work.out('log', 'artifact', join(work.directory, 'model'), '--run', 'trained')
  await work.out('register', 'churn', '--run', 'trained')
  const shown = await work.out('models', 'show', 'churn/1', '--wide')
  expect(shown).toMatch(/^ {2}system +\S/m)
  expect(shown).toMatch(new RegExp(`^ {2}interpreter +node ${process.versions.node}`, 'm'))
})
