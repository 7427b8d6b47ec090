import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { modelEvents } from '../../../src/registry/model-events.ts'
import { modelNamed } from '../../../src/registry/models.ts'
import { stateAt } from '../../../src/registry/stage-history.ts'
import { versionsOf } from '../../../src/registry/versions.ts'
import { checkChain } from '../../../src/store/event-chain.ts'
import { openForReading } from '../../../src/store/open-for-reading.ts'
import { startWorker } from '../../fault/workers.ts'
import { RegistryWorkspace } from './registry-workspace.ts'

const program = resolve('bin/mlreg.js')

/** At most one version is in Production, and the history tells what the rows do. */
async function expectWhole(directory: string): Promise<void> {
  const store = await openForReading(directory)
  const model = modelNamed(store, 'churn')
  const rows = model === undefined ? [] : versionsOf(store, model)
  const events = modelEvents(store, 'churn')
  expect(rows.filter(({ stage }) => stage === 'Production').length).toBeLessThanOrEqual(1)
  const told = stateAt(events, Date.now() + 1e12).stages
  expect(rows.map(one => [one.version, one.stage]).reverse()).toEqual(
    [...told].map(([number, { stage }]) => [number, stage]).sort(([a], [b]) => Number(a) - Number(b)),
  )
  expect(checkChain(store).problems).toEqual([])
  store.close()
}

test('whatever processes do at the same moment, one version is in Production and the history is whole', async () => {
  const work = new RegistryWorkspace()
  await work.versions('churn', 5)
  await work.promote('churn/1', 'Production')
  await work.promote('churn/2', 'Production')
  const directory = join(work.directory, '.mlreg')
  const why = ['--reason', 'race']
  const lines = [
    ['promote', 'churn/3', '--to', 'Production', ...why],
    ['promote', 'churn/4', '--to', 'Production', ...why],
    ['promote', 'churn/3', '--to', 'Staging', ...why],
    ['rollback', 'churn', ...why],
    ['rollback', 'churn', ...why],
    ['models', 'delete', 'churn/3', '--yes', '--force', ...why],
    ['models', 'delete', 'churn/5', '--yes', ...why],
    ['alias', 'churn@live', 'churn/Production'],
    ['gc', '--delete'],
    ['models', 'show', 'churn'],
    ['get', 'models:/churn/Production', join(work.directory, 'out.txt')],
  ]
  const started = lines.map(words =>
    startWorker([process.execPath, program, ...words, '--store', directory, '--json']),
  )
  const ended = await Promise.all(started.map(one => one.ended))
  // Nothing but answers, and conflicts that say so.
  for (const [i, { code, signal, stderr }] of ended.entries()) {
    const error = code === 2 ? JSON.parse(stderr).error.code : ''
    expect([lines[i], signal, code === 0 || ['conflict', 'not-found'].includes(error) || stderr]).toEqual([
      lines[i],
      null,
      true,
    ])
  }
  const changes = ended
    .slice(0, 2)
    .concat(ended.slice(3, 5))
    .filter(({ code }) => code === 0)
  expect(changes.length).toBeGreaterThan(0)
  await expectWhole(directory)
  expect(await work.json('fsck', '--read-data')).toMatchObject({ verdict: 'ok' })
})

test('a promotion that is killed has happened or has not', async () => {
  const work = new RegistryWorkspace()
  await work.versions('churn', 2)
  const directory = join(work.directory, '.mlreg')
  let ends = 0
  for (let i = 0; i < 12; i++) {
    const words = [
      'promote',
      `churn/${1 + (i % 2)}`,
      '--to',
      'Production',
      '--reason',
      'x',
      '--store',
      directory,
    ]
    const { child, ended } = startWorker([process.execPath, program, ...words])
    // From its start to beyond its end.
    await new Promise(done => setTimeout(done, 60 + 25 * i))
    child.kill('SIGKILL')
    if ((await ended).code === 0) ends++
    await expectWhole(directory)
  }
  expect(ends).toBeLessThan(12)
})
