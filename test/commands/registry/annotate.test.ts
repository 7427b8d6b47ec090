import { beforeEach, expect, test } from 'vitest'
import { violations } from '../store/valid.ts'
import { RegistryWorkspace } from './registry-workspace.ts'

let work: RegistryWorkspace

beforeEach(async () => {
  work = new RegistryWorkspace()
  await work.versions('churn', 1)
})

async function history() {
  const { events } = await work.json<{
    events: { action: string; version: number | null; details: object }[]
  }>('history', 'churn')
  return events.filter(({ action }) => action !== 'register')
}

test('what a model and a version are called and tagged, and what it was before', async () => {
  const said = await work.json('models', 'describe', 'churn', 'who leaves')
  expect(said).toEqual({
    schema: 'mlreg.annotated/1',
    name: 'churn',
    version: null,
    changed: ['description'],
  })
  expect(violations('annotated', said)).toBe('')
  expect(await work.out('models', 'describe', 'churn/1', 'without the age')).toBe('')
  await work.out('models', 'tag', 'churn', 'team=growth', 'tier=1')
  await work.out('models', 'tag', 'churn/latest', 'draft=yes')
  expect(await work.json('models', 'tag', 'churn/1', 'draft=no', 'a=b')).toMatchObject({
    version: 1,
    changed: ['tags.draft', 'tags.a'],
  })
  await work.out('models', 'tag', 'churn/1', '--remove', 'a')
  const shown = await work.json('models', 'show', 'churn')
  expect(violations('model', shown)).toBe('')
  expect(shown).toMatchObject({
    description: 'who leaves',
    tags: { team: 'growth', tier: '1' },
    versions: [{ description: 'without the age', tags: { draft: 'no' } }],
  })
  expect((await history()).map(({ action, version }) => `${action} ${version}`)).toEqual([
    'describe null',
    'describe 1',
    'tag null',
    'tag 1',
    'tag 1',
    'tag 1',
  ])
  expect((await history()).at(-2)?.details).toEqual({
    tags: { draft: 'no', a: 'b' },
    before: { draft: 'yes', a: null },
  })
  const text = await work.out('history', 'churn')
  expect(text).toContain('a removed')
  expect(text).toContain('who leaves')
})

test('the same again changes and records nothing', async () => {
  await work.out('models', 'describe', 'churn', 'x')
  await work.out('models', 'tag', 'churn', 'a=b')
  const before = await history()
  expect(await work.json('models', 'describe', 'churn', 'x')).toMatchObject({ changed: [] })
  expect(await work.json('models', 'tag', 'churn', 'a=b', '--remove', 'c')).toMatchObject({ changed: [] })
  expect(await history()).toEqual(before)
})

test('registering again with other words is in the history too', async () => {
  await work.out('register', 'churn/1', '--tag', 'team=growth', '--description', 'new')
  expect((await history()).map(({ action }) => action)).toEqual(['tag', 'describe'])
})

test('what makes no sense', async () => {
  expect(await work.error('models', 'tag', 'churn')).toMatchObject({ code: 'usage' })
  expect(await work.error('models', 'tag', 'churn', 'x')).toMatchObject({ code: 'usage' })
  expect(await work.error('models', 'tag', 'churn', 'a=1', 'a=2')).toMatchObject({ code: 'conflict' })
  expect(await work.error('models', 'tag', 'churn', '../x=1')).toMatchObject({ code: 'bad-input' })
  expect(await work.error('models', 'describe', 'chrun', 'x')).toMatchObject({ code: 'not-found' })
})
