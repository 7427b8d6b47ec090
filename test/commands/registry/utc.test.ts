import { expect, test } from 'vitest'
import { storedRun } from '../store/stored-run.ts'
import { RegistryWorkspace } from './registry-workspace.ts'

test('every table with times says once that they are UTC', async () => {
  const work = new RegistryWorkspace()
  const run = await storedRun(work, { model: 'weights' })
  await work.out('log', 'metric', 'auc=0.9', '--run', run)
  await work.out('log', 'metric', 'auc=0.8', '--step', '1', '--run', run)
  const other = await storedRun(work, {})
  await work.out('register', 'churn', '--run', run)
  await work.promote('churn/1', 'Production')
  for (const words of [
    ['runs'],
    ['runs', 'compare', run, other],
    ['runs', 'metric', run, 'auc'],
    ['models'],
    ['models', 'show', 'churn'],
    ['history', 'churn'],
    ['history', 'churn', '--as-of', 'now'],
  ]) {
    const text = await work.out(...words, '--width', '80')
    expect(text, words.join(' ')).toContain('2026-05-01 12:00:00')
    expect(text.match(/\bUTC\b/g), words.join(' ')).toHaveLength(1)
  }
  expect(await work.out('runs', '--columns', 'name,started', '--format', 'csv')).toMatch(/^name,start\n/)
})
