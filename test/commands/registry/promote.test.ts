import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { eventsOf } from '../../../src/store/events.ts'
import { openForReading } from '../../../src/store/open-for-reading.ts'
import { openStore } from '../../../src/store/open-store.ts'
import { startWorker } from '../../fault/workers.ts'
import { blobPaths } from '../store/stored-run.ts'
import { violations } from '../store/valid.ts'
import { RegistryWorkspace } from './registry-workspace.ts'

let work: RegistryWorkspace

beforeEach(async () => {
  work = new RegistryWorkspace()
  await work.versions('churn', 3)
})

async function events(name = 'churn') {
  const store = await openForReading(`${work.directory}/.mlreg`)
  try {
    return eventsOf(store, 'model', name)
  } finally {
    store.close()
  }
}

test('a stage in any case; what was in an exclusive one makes room in the same transaction', async () => {
  expect(await work.promote('churn/1', 'staging')).toBe('churn/1: None -> Staging\n')
  expect(await work.promote('churn/1', 'PRODUCTION')).toBe('churn/1: Staging -> Production\n')
  expect(await work.promote('models:/churn/2', 'Production')).toBe(
    'churn/2: None -> Production (churn/1 -> Archived)\n',
  )
  expect(await work.stages('churn')).toEqual({ 1: 'Archived', 2: 'Production', 3: 'None' })
  const moves = (await events()).filter(({ action }) => action !== 'model.register')
  expect(moves.map(({ action, details }) => [action, details.version, details.from, details.to])).toEqual([
    ['model.promote', 1, 'None', 'Staging'],
    ['model.promote', 1, 'Staging', 'Production'],
    ['model.archive', 1, 'Production', 'Archived'],
    ['model.promote', 2, 'None', 'Production'],
  ])
})

test('a stage that holds several, or is told to keep what is there', async () => {
  await work.promote('churn/1', 'Staging')
  await work.promote('churn/2', 'Staging')
  await work.promote('churn/1', 'Production')
  await work.promote('churn/3', 'Production', '--keep-existing')
  expect(await work.stages('churn')).toEqual({ 1: 'Production', 2: 'Staging', 3: 'Production' })
  expect(await work.out('models', 'show', 'churn/production')).toContain('churn/3')
})

test('a promotion to where it is changes nothing, and records nothing', async () => {
  await work.promote('churn/1', 'Production')
  const before = await events()
  const again = await work.json('promote', 'churn/1', '--to', 'production', '--reason', 'once more')
  expect(again).toMatchObject({ outcome: 'unchanged', from: 'Production', to: 'Production' })
  expect(await events()).toEqual(before)
})

test('what cannot be asked for', async () => {
  const promote = (...words: string[]) => work.error('promote', ...words)
  expect(await promote('churn/1', '--to', 'Produktion', '--reason', 'x')).toMatchObject({
    code: 'not-found',
    hint: 'did you mean "Production"?',
  })
  expect(await promote('churn/9', '--to', 'Staging', '--reason', 'x')).toMatchObject({ code: 'not-found' })
  expect(await promote('churn', '--to', 'Staging', '--reason', 'x')).toMatchObject({ code: 'usage' })
  expect(await promote('churn/1', '--to', 'Staging', '--reason', ' ')).toMatchObject({ code: 'usage' })
  expect(await promote('churn/1', '--to', 'Staging')).toMatchObject({ code: 'usage' })
  expect(await promote('churn/1', '--reason', 'x')).toMatchObject({ code: 'usage' })
})

test('what is lost can only be put away', async () => {
  const { versions } = await work.json<{ versions: { digest: string }[] }>('models', 'show', 'churn/1')
  rmSync(blobPaths(work).find(path => path.endsWith(versions[0]?.digest ?? '?')) ?? '?')
  expect(
    await work.error('promote', 'churn/1', '--to', 'Production', '--reason', 'x', '--force'),
  ).toMatchObject({
    code: 'corrupt',
    message: 'churn/1 cannot be used: its file model.txt is missing',
  })
  expect(await work.promote('churn/1', 'Archived')).toBe('churn/1: None -> Archived\n')
})

test("a clock that was put back stands in nobody's way", async () => {
  await work.promote('churn/1', 'Production')
  const store = await openStore(`${work.directory}/.mlreg`, { lockTimeoutMs: 1_000, allowNetwork: false })
  const later = Date.now() + 3_600_000
  store.write(() => store.database.prepare('UPDATE versions SET moved_ms = ?').run(later))
  store.close()
  await work.promote('churn/2', 'Production')
})

const fourEyes = `[registry.stage.Production]
from = ["Staging"]
approvals = 1
`

test('what the policy refuses is exit 1, recorded, and moves nothing', async () => {
  work.policy(fourEyes)
  const words = ['promote', 'churn/2', '--to', 'Production', '--reason', 'try']
  const { exit, stdout, stderr } = await work.run(words)
  expect({ exit, stderr }).toEqual({ exit: 1, stderr: '' })
  expect(stdout).toBe(`churn/2: None -> Production is refused
  Production takes versions from Staging, and this one is in None
  Production needs the approval of 1 person other than tester, and it has none: mlreg approve churn/2 --to Production
`)
  const document = JSON.parse((await work.run([...words, '--json'])).stdout)
  expect(document).toMatchObject({ outcome: 'refused', version: 2, from: 'None', to: 'Production' })
  expect(violations('promoted', document)).toBe('')
  expect(await work.stages('churn')).toEqual({ 1: 'None', 2: 'None', 3: 'None' })
  const refused = (await events()).filter(({ action }) => action === 'model.promote')
  expect(refused).toHaveLength(2)
  expect(refused[0]?.details).toMatchObject({
    version: 2,
    reason: 'try',
    refused: expect.stringContaining('takes versions from Staging'),
  })
  expect(refused[0]?.details.forced).toBeUndefined()
})

test('force overrules, and says what', async () => {
  work.policy(fourEyes)
  const promoted = await work.json('promote', 'churn/2', '--to', 'Production', '--reason', 'now', '--force')
  expect(promoted).toMatchObject({ outcome: 'promoted', forced: true, refused: null })
  expect(await work.stages('churn')).toMatchObject({ 2: 'Production' })
  const last = (await events()).at(-1)
  expect(last?.details).toMatchObject({ forced: true, overruled: [expect.any(String), expect.any(String)] })
  // Where nothing is in the way, nothing was forced.
  const plain = await work.json('promote', 'churn/1', '--to', 'Staging', '--reason', 'now', '--force')
  expect(plain).toMatchObject({ outcome: 'promoted', forced: false })
})

test('approvals: other people, the last word of each, and nobody against it', async () => {
  work.policy('[registry.stage.Production]\napprovals = 2\n')
  const approve = async (as: string, ...words: string[]) =>
    await work.json(
      ...['approve', 'churn/1', '--to', 'production', '--reason', 'looked', '--as', as],
      ...words,
    )
  const promoted = async () =>
    (await work.run(['promote', 'churn/1', '--to', 'Production', '--reason', 'x'])).exit
  expect(await approve('ann')).toMatchObject({ approvals: ['ann'], needed: 2 })
  // The same person twice, under two spellings, is one.
  expect(await approve(' Ann')).toMatchObject({ approvals: [' Ann'] })
  expect(await promoted()).toBe(1)
  await approve('ben')
  await approve('cid', '--reject')
  expect(await promoted()).toBe(1)
  expect(await approve('cid')).toMatchObject({ approvals: [' Ann', 'ben', 'cid'], rejections: [] })
  await approve('ann', '--reject')
  expect(await promoted()).toBe(1)
  await approve('ann')
  expect(await promoted()).toBe(0)
  const shown = await work.json<{ versions: { approvals: object[] }[] }>('models', 'show', 'churn/1')
  expect(violations('model', shown)).toBe('')
  expect(shown.versions[0]?.approvals).toMatchObject([
    { stage: 'Production', decision: 'approved', actor: 'ben', reason: 'looked' },
    { decision: 'approved', actor: 'cid' },
    { decision: 'approved', actor: 'ann' },
  ])
  const said = await events()
  expect(said.at(-1)?.details).toMatchObject({ approvedBy: ['ben', 'cid', 'ann'] })
  expect(said.filter(({ action }) => /approve|reject/.test(action)).map(({ actor }) => actor)).toEqual([
    'ann',
    ' Ann',
    'ben',
    'cid',
    'cid',
    'ann',
    'ann',
  ])
})

test('whoever registered a version does not approve it, and may reject it', async () => {
  work.policy(fourEyes)
  const approve = ['approve', 'churn/1', '--to', 'Production', '--reason', 'mine']
  expect(await work.error(...approve)).toMatchObject({
    code: 'conflict',
    message: 'tester registered churn/1 and cannot approve it for Production',
  })
  expect(await work.error(...approve, '--as', 'TESTER ')).toMatchObject({ code: 'conflict' })
  expect(await work.json(...approve, '--reject')).toMatchObject({ rejections: ['tester'] })
  // A stage that asks for nobody takes anybody's word, which counts for nothing.
  expect(await work.out('approve', 'churn/1', '--reason', 'fine')).toBe(
    'churn/1: approved for Staging (Staging asks for none)\n',
  )
  await work.promote('churn/1', 'Archived')
  expect(await work.error('approve', 'churn/1', '--reason', 'fine')).toMatchObject({
    code: 'usage',
    hint: 'say which is meant: --to Production',
  })
})

test('stages of their own, and rules for one model', async () => {
  work.policy(`[registry]
stages = ["new", "shadow", "live"]
[registry.stage.live]
from = ["shadow"]
exclusive = true
[registry.model.fraud.stage.live]
from = ["new", "shadow"]
`)
  await work.versions('fraud', 2)
  await work.versions('churn', 4)
  expect((await work.run(['promote', 'churn/4', '--to', 'LIVE', '--reason', 'x'])).exit).toBe(1)
  expect(await work.promote('fraud/1', 'Live')).toBe('fraud/1: new -> live\n')
  // Without a stage for what is put away, it is as good as new.
  expect(await work.promote('fraud/2', 'live')).toBe('fraud/2: new -> live (fraud/1 -> new)\n')
})

const program = resolve('bin/mlreg.js')

/** Command lines as processes of their own, started together. */
async function together(...lines: readonly (readonly string[])[]) {
  const started = lines.map(words =>
    startWorker([process.execPath, program, ...words, '--store', `${work.directory}/.mlreg`]),
  )
  return await Promise.all(started.map(({ ended }) => ended))
}

test('of two promotions at the same moment one wins and the other is told', async () => {
  for (let round = 0; round < 3; round++) {
    const words = (model: string) => ['promote', model, '--to', 'Production', '--reason', 'race', '--json']
    const ended = await together(words('churn/1'), words('churn/2'))
    expect(ended.map(({ code }) => code).sort()).toEqual([0, 2])
    const error = JSON.parse(ended.find(({ code }) => code === 2)?.stderr ?? '').error
    expect(error).toMatchObject({ code: 'conflict', hint: expect.stringContaining('mlreg history churn') })
    const stages = Object.values(await work.stages('churn'))
    expect(stages.filter(stage => stage === 'Production')).toHaveLength(1)
    for (const model of ['churn/1', 'churn/2']) await work.promote(model, 'None')
  }
})

test('a promotion that is told twice at the same moment, and such to different places, are no conflict', async () => {
  const words = (model: string, to: string) => ['promote', model, '--to', to, '--reason', 'race']
  const same = await together(words('churn/1', 'Production'), words('churn/1', 'Production'))
  expect(same.map(({ code }) => code)).toEqual([0, 0])
  const apart = await together(words('churn/2', 'Staging'), words('churn/3', 'Staging'))
  expect(apart.map(({ code }) => code)).toEqual([0, 0])
  expect((await events()).filter(({ action }) => action === 'model.promote')).toHaveLength(3)
})
