import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { beforeEach, expect, test } from 'vitest'
import { main } from '../../../src/main.ts'
import { fakeIo } from '../../fake-io.ts'
import { storedRun } from '../store/stored-run.ts'
import { violations } from '../store/valid.ts'
import { RegistryWorkspace } from './registry-workspace.ts'

let work: RegistryWorkspace

beforeEach(async () => {
  work = new RegistryWorkspace()
  await work.versions('churn', 3)
})

const remove = (model: string, ...words: string[]) => ['models', 'delete', model, '--reason', 'bad', ...words]

interface Event {
  readonly action: string
  readonly version: number | null
  readonly forced: boolean
  readonly refused: string | null
  readonly details: Record<string, unknown>
}

async function history(name = 'churn'): Promise<readonly Event[]> {
  return (await work.json<{ events: readonly Event[] }>('history', name)).events
}

test('one version, whose number is never given again', async () => {
  const document = await work.json(...remove('churn/3', '--yes'))
  expect(document).toMatchObject({ versions: [3], model: false, aliases: [], forced: false })
  expect(violations('deleted', document)).toBe('')
  expect(await work.error('models', 'show', 'churn/3')).toMatchObject({
    code: 'not-found',
    message: 'version 3 of "churn" was deleted',
  })
  expect(await work.json('models', 'show', 'churn/latest')).toMatchObject({ versions: [{ version: 2 }] })
  await work.versions('churn', 3)
  expect(await work.stages('churn')).toEqual({ 1: 'None', 2: 'None', 4: 'None' })
})

test('a model with all its versions; a new one of the name goes on counting, and the history is one', async () => {
  await work.promote('churn/1', 'Staging')
  expect(await work.out(...remove('churn', '-y'))).toBe('churn is deleted, with 3 versions\n')
  expect(await work.json('models')).toMatchObject({ total: 0 })
  for (const words of [['models', 'show', 'churn'], ['get', 'models:/churn/1'], remove('churn', '--yes')]) {
    expect(await work.error(...words)).toMatchObject({ code: 'not-found' })
  }
  const told = (await history()).map(({ action, version }) => `${action} ${version}`)
  expect(told.slice(-4)).toEqual(['delete 3', 'delete 2', 'delete 1', 'delete null'])
  expect(await work.json('history', 'churn', '--as-of', 'now')).toMatchObject({ stages: [], aliases: [] })
  await work.versions('churn', 1)
  expect(await work.stages('churn')).toEqual({ 4: 'None' })
})

test('what is protected stays, unless that is overruled; both are recorded', async () => {
  await work.promote('churn/1', 'Production')
  await work.out('alias', 'churn@champion', 'churn/1')
  await work.out('alias', 'churn@blue', 'churn/2')
  for (const [model, why] of [
    ['churn/1', 'churn/1 is not deleted: churn/1 is in Production and is behind @champion'],
    ['churn@blue', 'churn@blue is not deleted: churn/2 is behind @blue'],
    [
      'churn',
      'churn is not deleted: churn/2 is behind @blue; churn/1 is in Production and is behind @champion',
    ],
  ] as const) {
    expect(await work.error(...remove(model, '--yes'))).toMatchObject({ code: 'conflict', message: why })
  }
  expect(Object.keys(await work.stages('churn'))).toEqual(['1', '2', '3'])
  expect((await history()).slice(-3)).toMatchObject([
    { action: 'delete', version: 1, refused: 'churn/1 is in Production and is behind @champion' },
    { action: 'delete', version: 2, refused: 'churn/2 is behind @blue' },
    { action: 'delete', version: null, refused: expect.any(String) },
  ])
  expect(await work.json(...remove('churn/1', '--yes', '--force'))).toMatchObject({
    versions: [1],
    aliases: ['champion'],
    forced: true,
    overruled: ['churn/1 is in Production and is behind @champion'],
  })
  expect((await history()).slice(-2)).toMatchObject([
    { action: 'unalias', version: 1, details: { alias: 'champion' } },
    {
      action: 'delete',
      version: 1,
      forced: true,
      refused: null,
      details: { overruled: [expect.any(String)] },
    },
  ])
  expect(await work.error('models', 'show', 'churn@champion')).toMatchObject({ code: 'not-found' })
  expect(await work.json('models', 'show', 'churn@blue')).toMatchObject({ versions: [{ version: 2 }] })
})

test('with a model, only the versions that were protected are deleted by force', async () => {
  await work.promote('churn/1', 'Production')
  for (const alias of ['a', 'b']) await work.out('alias', `churn@${alias}`, 'churn/1')
  const why = 'churn/1 is in Production and is behind @a, @b'
  expect(await work.json(...remove('churn', '--yes', '--force'))).toMatchObject({ overruled: [why] })
  const deleted = (await history()).filter(({ action }) => action === 'delete')
  expect(deleted).toMatchObject([
    { version: 3, forced: false },
    { version: 2, forced: false },
    { version: 1, forced: true, details: { overruled: [why] } },
    { version: null, forced: true, details: { overruled: [why] } },
  ])
})

test('which stages protect is for the policy to say', async () => {
  work.policy('[registry.stage.Staging]\nprotected = true\n[registry.stage.Production]\nprotected = false\n')
  await work.promote('churn/1', 'Production')
  await work.promote('churn/2', 'Staging')
  expect(await work.json(...remove('churn/1', '--yes'))).toMatchObject({ versions: [1] })
  expect(await work.error(...remove('churn/2', '--yes'))).toMatchObject({ code: 'conflict' })
})

test('nothing is deleted without a reason, or without being asked', async () => {
  expect(await work.error(...remove('churn/1'))).toMatchObject({ code: 'usage' })
  for (const gone of ['chrun', 'chrun/1', 'churn/9']) {
    expect(await work.error(...remove(gone))).toMatchObject({ code: 'not-found' })
  }
  expect(await work.error('models', 'delete', 'churn/1', '--yes')).toMatchObject({ code: 'usage' })
  expect(await work.error('models', 'delete', 'churn/1', '--yes', '--reason', '')).toMatchObject({
    code: 'usage',
  })
  expect(Object.keys(await work.stages('churn'))).toEqual(['1', '2', '3'])
})

test('a rollback passes over what was deleted meanwhile, and says so', async () => {
  for (const model of ['churn/1', 'churn/2', 'churn/3']) await work.promote(model, 'Production')
  await work.out(...remove('churn/2', '--yes'))
  const back = ['rollback', 'churn', '--reason', 'x']
  expect(await work.json(...back, '--dry-run')).toMatchObject({ version: 1, skipped: [2] })
  expect(await work.out(...back)).toContain('churn/2, which was there since, is deleted')
  await work.promote('churn/3', 'Production')
  await work.out(...remove('churn/1', '--yes'))
  expect(await work.error(...back)).toMatchObject({
    code: 'not-found',
    hint: 'deleted meanwhile: churn/1; look: mlreg history churn --stage Production',
  })
  // With what was in production gone, the one before is the way back.
  await work.promote('churn/3', 'Staging')
  await work.versions('churn', 4)
  await work.promote('churn/4', 'Production')
  await work.promote('churn/5', 'Production')
  await work.out(...remove('churn/5', '--yes', '--force'))
  expect(await work.out(...back)).toMatch(/^churn\/4: Archived -> Production\n.*churn\/5, .* is deleted/)
})

async function trained() {
  const run = await storedRun(work, { 'model/weights': 'w', 'model/notes.txt': 'n' })
  await work.out('register', 'scored', '--run', run)
  return run
}

test('the run behind a protected version is not deleted, nor is its experiment', async () => {
  const run = await trained()
  const other = await storedRun(work, { other: 'o' })
  await work.promote('scored/1', 'Production')
  const refused = await work.error('runs', 'delete', other, run)
  expect(refused).toMatchObject({
    code: 'conflict',
    message: `run ${run} is not deleted: scored/1, which came from it, is in Production`,
  })
  expect(await work.json('runs')).toMatchObject({ total: 2 })
  expect(await work.error('runs', 'delete', run, '--force')).toMatchObject({ code: 'usage' })
  expect(await work.json('runs', 'delete', run, '--force', '--reason', 'private data')).toMatchObject({
    changed: 1,
  })
  expect(await work.json('runs')).toMatchObject({ total: 1 })
  const text = readFileSync(join(work.directory, '.mlreg/mlreg.db')).includes('private data')
  const log = readFileSync(join(work.directory, '.mlreg/mlreg.db')).toString('latin1')
  expect(text && log.includes('"forced":true')).toBe(true)
})

test('nor is its experiment', async () => {
  work.env.MLREG_EXPERIMENT = 'trees'
  await work.out('experiments', 'create', 'trees')
  const run = (await work.out('start', '--experiment', 'trees')).trim()
  await work.out('log', 'artifact', 'model.txt', '--as', 'model', '--run', run)
  await work.out('register', 'scored', '--run', run)
  await work.out('alias', 'scored@live', 'scored/1')
  expect(await work.error('experiments', 'delete', 'trees', '--yes')).toMatchObject({
    code: 'conflict',
    message: 'the experiment "trees" is not deleted: scored/1, which came from it, is behind @live',
  })
  await work.out('experiments', 'delete', 'trees', '--yes', '--force', '--reason', 'over')
  expect(await work.json('experiments')).toMatchObject({ experiments: [{ name: 'Default' }] })
  // A run that is deleted already holds nothing up.
  await work.out('experiments', 'restore', 'trees')
  await work.out('runs', 'delete', run, '--force', '--reason', 'over')
  await work.out('experiments', 'delete', 'trees', '--yes')
})

test('a version outlives its run and every collection of garbage, and its bytes go with it', async () => {
  const run = await trained()
  await work.out('alias', 'scored@champion', 'scored/1')
  await work.out('runs', 'delete', run, '--force', '--reason', 'x')
  await work.out('gc', '--delete')
  await work.out('get', 'models:/scored@champion', 'out')
  expect(readFileSync(join(work.directory, 'out/weights'), 'utf8')).toBe('w')
  // Files that no run has: only their version holds them.
  await work.out('gc', '--delete')
  await work.out('get', 'models:/churn/2', 'two.txt')
  expect(readFileSync(join(work.directory, 'two.txt'), 'utf8')).toBe('churn/2')
  await work.out(...remove('churn/2', '--yes'))
  const { garbage } = await work.json<{ garbage: readonly { bytes: number }[] }>('gc')
  expect(garbage).toMatchObject([{ kind: 'blob', bytes: 'churn/2'.length }])
  await work.out('gc', '--delete')
  expect(await work.json('fsck', '--read-data')).toMatchObject({ verdict: 'ok' })
})

test.each([
  [['churn/1'], 'churn/1 is in Production and is behind @champion: without --force nothing is deleted'],
  [
    ['churn', '--force'],
    'churn/1 is in Production and is behind @champion: --force overrules that, which is recorded',
  ],
  [['churn/2'], undefined],
])(
  'who is asked whether to delete %j is told first what is protected',
  async ([model = '', ...words], warning) => {
    await work.promote('churn/1', 'Production')
    await work.out('alias', 'churn@champion', 'churn/1')
    const io = fakeIo({
      ...{ cwd: work.directory, env: work.env, stdin: Readable.from(['n\n']) },
      ...{ stdinIsTerminal: true, stderrIsTerminal: true },
    })
    expect(await main(remove(model, ...words), io)).toBe(2)
    const question = `delete ${model} for good? [y/N] mlreg: nothing was done\n`
    expect(io.written.stderr).toBe(warning === undefined ? question : `warning: ${warning}\n${question}`)
    expect(await work.stages('churn')).toMatchObject({ 1: 'Production', 2: 'None' })
  },
)
