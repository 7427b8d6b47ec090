import { rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { startWorker } from '../../fault/workers.ts'
import { blobPaths, flipBit } from '../store/stored-run.ts'
import { violations } from '../store/valid.ts'
import { RegistryWorkspace } from './registry-workspace.ts'

let work: RegistryWorkspace

beforeEach(async () => {
  work = new RegistryWorkspace()
  await work.versions('churn', 4)
})

const back = (...words: string[]) => ['rollback', 'churn', '--reason', 'complaints', ...words]

async function history() {
  const { events } = await work.json<{
    events: { action: string; version: number; from: string; to: string }[]
  }>('history', 'churn')
  return events.map(({ action, version, from, to }) => [action, version, from, to])
}

test('back to what was there, not to the number below; and one further each time', async () => {
  for (const model of ['churn/3', 'churn/1', 'churn/4']) await work.promote(model, 'Production')
  await work.out('alias', 'churn@champion', 'churn/4')
  expect(await work.out(...back('--dry-run'))).toContain(
    '  churn@champion still stands for churn/4: --move-alias champion moves it along',
  )
  const first = await work.json(...back())
  expect(first).toEqual({
    ...{ schema: 'mlreg.rolled-back/1', name: 'churn', stage: 'Production', version: 1, from: 'Archived' },
    ...{
      replaced: 4,
      archive: 'Archived',
      aliases: ['champion'],
      movedAliases: [],
      skipped: [],
      dataChanged: null,
    },
    ...{ dryRun: false, reason: 'complaints' },
  })
  expect(violations('rolled-back', first)).toBe('')
  expect(await work.stages('churn')).toEqual({ 1: 'Production', 2: 'None', 3: 'Archived', 4: 'Archived' })
  expect((await history()).slice(-2)).toEqual([
    ['archive', 4, 'Production', 'Archived'],
    ['rollback', 1, 'Archived', 'Production'],
  ])
  expect(await work.out(...back())).toBe('churn/3: Archived -> Production (churn/1 -> Archived)\n')
  expect(await work.error(...back())).toMatchObject({
    code: 'not-found',
    message:
      'there is nothing to go back to: nothing was in Production of "churn", but churn/3, which is there',
  })
  expect(await work.stages('churn')).toMatchObject({ 3: 'Production' })
  // What was rolled back from does not come back by itself, and can be promoted anew.
  await work.promote('churn/4', 'Production')
  expect(await work.json(...back())).toMatchObject({ version: 3, replaced: 4 })
})

test('aliases asked for come along, each with an event of its own; the others are named', async () => {
  for (const model of ['churn/1', 'churn/2']) await work.promote(model, 'Production')
  for (const alias of ['blue', 'champion', 'green']) await work.out('alias', `churn@${alias}`, 'churn/2')
  await work.out('alias', 'churn@first', 'churn/1')
  const asked = ['champion', '@blue', 'champion', 'first'].flatMap(alias => ['--move-alias', alias])
  const lines = (how: string) => [
    'churn/1: Archived -> Production (churn/2 -> Archived)',
    '  churn@champion: churn/2 -> churn/1',
    '  churn@blue: churn/2 -> churn/1',
    `  churn@green still stands for churn/2: ${how}\n`,
  ]
  const before = await history()
  expect(await work.out(...back(...asked, '--dry-run'))).toBe(
    `would do: ${lines('--move-alias green moves it along').join('\n')}`,
  )
  expect(await history()).toEqual(before)
  expect(await work.out(...back(...asked))).toBe(
    lines('mlreg alias moves it, and --move-alias green would have').join('\n'),
  )
  const { events } = await work.json<{ events: Record<string, unknown>[] }>('history', 'churn')
  expect(events.slice(before.length)).toMatchObject([
    { action: 'archive', version: 2 },
    { action: 'rollback', version: 1 },
    { action: 'alias', version: 1, from: 2, reason: 'complaints', details: { alias: 'champion' } },
    { action: 'alias', version: 1, from: 2, reason: 'complaints', details: { alias: 'blue' } },
  ])
  const state = await work.json('history', 'churn', '--as-of', 'now')
  const alias = (alias: string, version: number) => ({ name: 'churn', alias, version })
  expect(state.aliases).toEqual([
    alias('blue', 1),
    alias('champion', 1),
    alias('first', 1),
    alias('green', 2),
  ])
})

test('a document says which aliases moved', async () => {
  for (const model of ['churn/1', 'churn/2']) await work.promote(model, 'Production')
  await work.out('alias', 'churn@champion', 'churn/2')
  const document = await work.json(...back('--move-alias', 'champion'))
  expect(document).toMatchObject({ version: 1, aliases: [], movedAliases: ['champion'] })
  expect(violations('rolled-back', document)).toBe('')
})

test('an alias that does not stand for what is rolled back from stops all of it', async () => {
  for (const model of ['churn/1', 'churn/2']) await work.promote(model, 'Production')
  await work.out('alias', 'churn@champion', 'churn/2')
  await work.out('alias', 'churn@shadow', 'churn/3')
  const before = [await history(), await work.stages('churn')]
  for (const dry of [[], ['--dry-run']]) {
    const moving = (alias: string) => back('--move-alias', 'champion', '--move-alias', alias, ...dry)
    expect(await work.error(...moving('shadow'))).toMatchObject({
      code: 'conflict',
      message: 'churn@shadow stands for churn/3, and churn/2 is rolled back from',
    })
    expect(await work.error(...moving('champoin'))).toMatchObject({
      code: 'not-found',
      hint: 'did you mean "champion"?',
    })
  }
  expect([await history(), await work.stages('churn')]).toEqual(before)
})

test('the same version twice is twice in the history', async () => {
  for (const model of ['churn/1', 'churn/2', 'churn/1']) await work.promote(model, 'Production')
  expect(await work.json(...back())).toMatchObject({ version: 2, replaced: 1 })
  expect(await work.json(...back())).toMatchObject({ version: 1, replaced: 2 })
  expect((await work.run(back())).exit).toBe(2)
})

test('a refused promotion was never there', async () => {
  await work.promote('churn/1', 'Production')
  await work.promote('churn/2', 'Production')
  work.policy('[registry.stage.Production]\nfrom = ["Staging"]\n')
  expect((await work.run(['promote', 'churn/3', '--to', 'Production', '--reason', 'x'])).exit).toBe(1)
  // No rule stands in the way of the way back.
  expect(await work.json(...back())).toMatchObject({ version: 1, replaced: 2 })
})

test('a version that was taken out by hand is not gone back to', async () => {
  for (const model of ['churn/1', 'churn/2']) await work.promote(model, 'Production')
  await work.promote('churn/2', 'Archived')
  expect(await work.out(...back())).toBe('churn/1: Archived -> Production\n')
})

test('what is kept beside it stays', async () => {
  await work.promote('churn/1', 'Production')
  await work.promote('churn/2', 'Production', '--keep-existing')
  expect(await work.json(...back())).toMatchObject({ version: 1, from: 'Production', replaced: 2 })
  expect(await work.stages('churn')).toMatchObject({ 1: 'Production', 2: 'Archived' })
})

test('other stages, in any case', async () => {
  await work.promote('churn/1', 'Staging')
  await work.promote('churn/2', 'Staging')
  expect(await work.json(...back('--stage', 'staging'))).toMatchObject({ stage: 'Staging', version: 1 })
  expect(await work.error(...back('--stage', 'archived'))).toMatchObject({ code: 'usage' })
  expect(await work.error(...back('--stage', 'prod'))).toMatchObject({ code: 'not-found' })
  expect(await work.error(...back())).toMatchObject({ code: 'not-found' })
  expect(await work.error('rollback', 'nobody', '--reason', 'x')).toMatchObject({ code: 'not-found' })
})

test('a dry run says what would be done, and does nothing', async () => {
  for (const model of ['churn/1', 'churn/2']) await work.promote(model, 'Production')
  const before = await history()
  expect(await work.out(...back('--dry-run'))).toBe(
    'would do: churn/1: Archived -> Production (churn/2 -> Archived)\n',
  )
  expect(await work.json(...back('-n'))).toMatchObject({ version: 1, dryRun: true })
  expect(await history()).toEqual(before)
})

test.each(['missing', 'flipped'])('bytes that are %s stop it before anything is changed', async fault => {
  for (const model of ['churn/1', 'churn/2']) await work.promote(model, 'Production')
  const before = [await history(), await work.stages('churn')]
  const { versions } = await work.json<{ versions: { digest: string }[] }>('models', 'show', 'churn/1')
  const [blob = ''] = blobPaths(work).filter(path => path.endsWith(versions[0]?.digest ?? '?'))
  if (fault === 'missing') rmSync(blob)
  else flipBit(blob, 3)
  for (const words of [back('--dry-run'), back()]) {
    expect(await work.error(...words)).toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining('churn/1 cannot be used: its file model.txt is '),
    })
  }
  expect([await history(), await work.stages('churn')]).toEqual(before)
})

test('data that the version in place knows and the one before does not', async () => {
  const file = `${work.directory}/model.txt`
  const trained = async (name: string, rows: string) => {
    const data = `${work.directory}/${name}.csv`
    writeFileSync(data, rows)
    const run = (await work.out('start')).trim()
    await work.out('log', 'data', data, '--context', 'training', '--run', run)
    await work.out('log', 'artifact', file, '--as', 'model', '--run', run)
    const model = (await work.out('register', 'scored', '--run', run)).trim()
    await work.promote(model, 'Production')
  }
  await trained('a', 'x\n1\n')
  await trained('b', 'x\n1\n')
  await trained('c', 'x\n2\n')
  const other = await work.out('rollback', 'scored', '--reason', 'x')
  expect(other).toContain('scored/2 was made from other data than scored/3')
  expect(await work.json('rollback', 'scored', '--reason', 'x')).toMatchObject({ dataChanged: false })
})

test('of two rollbacks at the same moment one goes back, and the other is told', async () => {
  for (const model of ['churn/1', 'churn/2', 'churn/3']) await work.promote(model, 'Production')
  const program = resolve('bin/mlreg.js')
  const started = [1, 2].map(() =>
    startWorker([process.execPath, program, ...back('--store', `${work.directory}/.mlreg`)]),
  )
  const ended = await Promise.all(started.map(one => one.ended))
  expect(ended.map(({ code }) => code).sort()).toEqual([0, 2])
  expect(await work.stages('churn')).toMatchObject({ 1: 'Archived', 2: 'Production', 3: 'Archived' })
})
