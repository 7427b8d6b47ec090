import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { openStore } from '../../../src/store/open-store.ts'
import { insertRun } from '../../../src/store/runs.ts'
import { startWorker } from '../../fault/workers.ts'
import { storedRun } from '../store/stored-run.ts'
import { violations } from '../store/valid.ts'
import { RegistryWorkspace } from './registry-workspace.ts'

let work: RegistryWorkspace

beforeEach(() => {
  work = new RegistryWorkspace()
})

const mlmodel = `artifact_path: model
flavors:
  python_function: {loader_module: mlflow.sklearn}
  sklearn: {pickled_model: model.pkl}
signature:
  inputs: '[{"type": "double", "name": "age", "required": true}]'
  outputs: '[{"type": "long", "required": true}]'
  params: null
`

test('from a run: its files, params, metrics, data and code come along', async () => {
  const run = await storedRun(work, { 'model/MLmodel': mlmodel, 'model/model.pkl': 'weights', other: 'x' })
  await work.out('log', 'param', 'lr=0.1', '--run', run)
  await work.out('log', 'metric', 'auc=0.91', '--run', run)
  writeFileSync(join(work.directory, 'train.csv'), 'age\n1\n2\n')
  const data = join(work.directory, 'train.csv')
  await work.out('log', 'data', data, '--context', 'training', '--cutoff', '2026-03-31', '--run', run)
  const said = await work.json(
    'register',
    'churn',
    '--run',
    run,
    '--description',
    'first',
    '--tag',
    'team=growth',
  )
  expect(violations('registered', said)).toBe('')
  expect(said).toMatchObject({ name: 'churn', version: 1, stage: 'None', run, source: `runs:/${run}/model` })
  const shown = await work.json<{ versions: Record<string, unknown>[] }>('models', 'show', 'churn/1')
  expect(violations('model', shown)).toBe('')
  expect(shown.versions[0]).toMatchObject({
    ...{
      version: 1,
      run,
      by: 'tester',
      description: 'first',
      tags: { team: 'growth' },
      metrics: { auc: 0.91 },
    },
    mlmodel: {
      flavors: ['python_function', 'sklearn'],
      signature: { inputs: [{ type: 'double', name: 'age', required: true }], params: null },
    },
    trained: {
      params: { lr: '0.1' },
      data: [{ name: 'train.csv', context: 'training', rows: 2, cutoff: '2026-03-31' }],
    },
  })
  const all = await work.json('models', 'show', 'churn')
  expect(violations('model', all)).toBe('')
  const list = await work.json('models')
  expect(violations('models', list)).toBe('')
  expect(list).toMatchObject({ total: 1, models: [{ name: 'churn', versions: 1, latest: 1 }] })
})

test('the same again is the same version, and another one when that is asked for', async () => {
  const file = join(work.directory, 'model.txt')
  writeFileSync(file, 'one')
  await work.run(['register', 'churn', file])
  const again = await work.run(['register', 'churn', file])
  expect(again).toMatchObject({ exit: 0, stdout: 'churn/1\n', stderr: expect.stringContaining('already') })
  expect(await work.out('register', 'churn', file, '--again')).toBe('churn/2\n')
  writeFileSync(file, 'two')
  expect(await work.out('register', 'churn', file)).toBe('churn/3\n')
})

test('a directory comes out as it went in, and parts of it by their path', async () => {
  mkdirSync(join(work.directory, 'model/sub'), { recursive: true })
  for (const name of ['a.txt', 'sub/b.txt']) writeFileSync(join(work.directory, 'model', name), name)
  await work.run(['register', 'churn', 'model'])
  await work.promote('churn/1', 'Production')
  await work.out('get', 'models:/churn/production', 'out/')
  expect(readFileSync(join(work.directory, 'out/model/sub/b.txt'), 'utf8')).toBe('sub/b.txt')
  await work.out('get', 'models:/churn/1/sub/b.txt', 'b.txt')
  expect(readFileSync(join(work.directory, 'b.txt'), 'utf8')).toBe('sub/b.txt')
  expect(await work.error('get', 'models:/churn/1/sub/c.txt')).toMatchObject({
    code: 'not-found',
    hint: 'did you mean "sub/b.txt"?',
  })
})

test('what cannot be registered leaves nothing behind', async () => {
  const run = await storedRun(work, { 'model/MLmodel': 'flavors: [', 'model/a': 'a' })
  expect(await work.error('register', 'churn', '--run', run)).toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining('cannot read model/MLmodel'),
  })
  expect(await work.error('register', 'churn', 'nowhere.pkl')).toMatchObject({
    message: expect.stringContaining('nowhere.pkl'),
  })
  expect(await work.error('register', 'churn')).toMatchObject({ code: 'usage' })
  expect(await work.error('register', 'churn', 'a', '--run', run)).toMatchObject({ code: 'usage' })
  expect(await work.error('register', 'churn', '--run', run, '--path', 'no')).toMatchObject({
    code: 'not-found',
  })
  expect(await work.json('models')).toMatchObject({ total: 0 })
})

const hostile = [
  "it's",
  '$(touch pwned)',
  '--help',
  '%2e%2e%2f',
  'a%20b',
  '*',
  "'; DROP TABLE models; --",
  '<script>alert(1)<b>',
  '__proto__',
  '7',
  'latest',
  '...',
  '模型 日本',
  '👩‍💻',
  '\u202emirror',
  'x'.repeat(250),
] as const

test.each(hostile)('a model may be called %j', async name => {
  await work.run(['init'])
  writeFileSync(join(work.directory, 'model.txt'), name)
  // A name that begins with a hyphen comes after --.
  const call = async (words: readonly string[], ...operands: string[]) => {
    const ran = await work.run([...words, '--json', '--', ...operands])
    expect({ words, exit: ran.exit, stderr: ran.stderr }).toEqual({ words, exit: 0, stderr: '' })
    return JSON.parse(ran.stdout)
  }
  expect(await call(['register'], name, 'model.txt')).toMatchObject({ name, version: 1 })
  expect(await call(['models', 'list'])).toMatchObject({ models: [{ name, latest: 1 }] })
  expect(await call(['promote', '--to', 'production', '--reason', 'x'], `${name}/1`)).toMatchObject({ name })
  expect(await call(['alias'], `${name}@live`, `${name}/Production`)).toMatchObject({ name, version: 1 })
  for (const reference of [`${name}/1`, `${name}/latest`, `models:/${name}/Production`, `${name}@live`]) {
    expect(await call(['models', 'show'], reference)).toMatchObject({ name, versions: [{ version: 1 }] })
  }
  await call(['get'], `models:/${name}@live`, 'out.txt')
  expect(readFileSync(join(work.directory, 'out.txt'), 'utf8')).toBe(name)
  expect(await call(['history', '--as-of', 'now'], name)).toMatchObject({ stages: [{ name, version: 1 }] })
  expect(await call(['models', 'delete', '--reason', 'x', '--force', '--yes'], name)).toMatchObject({ name })
})

test.each([
  '',
  ' ',
  ' a',
  'a ',
  '.',
  '..',
  'a/b',
  'a:b',
  'a@b',
  'a\\b',
  'a\nb',
  'a\u0000b',
  '\u001b[2J',
  'x'.repeat(251),
])('a model may not be called %j', async name => {
  writeFileSync(join(work.directory, 'model.txt'), 'x')
  await work.run(['init'])
  expect((await work.run(['register', '--', name, 'model.txt'])).exit).toBe(2)
  expect(await work.json('models')).toMatchObject({ total: 0 })
})

test('names are printed escaped', async () => {
  await work.versions('\u202emirror', 1)
  expect(await work.out('models')).toContain('\\u202emirror')
  expect(await work.promote('\u202emirror/1', 'Production')).toBe('\\u202emirror/1: None -> Production\n')
})

test('processes that register at the same moment get a number each', async () => {
  await work.out('init')
  const program = resolve('bin/mlreg.js')
  const started = [1, 2, 3, 4, 5, 6].map(i => {
    const file = join(work.directory, `model-${i}`)
    writeFileSync(file, `weights ${i}`)
    const store = join(work.directory, '.mlreg')
    return startWorker([process.execPath, program, 'register', 'churn', file, '--store', store])
  })
  const ended = await Promise.all(started.map(one => one.ended))
  expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0])
  const names = started.flatMap(one => one.lines()).sort()
  expect(names).toEqual([1, 2, 3, 4, 5, 6].map(number => `churn/${number}`))
})

test('a run that the store does not have any more leaves its version whole', async () => {
  const file = join(work.directory, 'model.txt')
  writeFileSync(file, 'x')
  const store = await openStore(join(work.directory, '.mlreg'), { lockTimeoutMs: 1_000, allowNetwork: false })
  const id = 'a'.repeat(32)
  store.write(() => insertRun(store, { id, experimentId: '0', startMs: 0, user: 'tester' }))
  store.close()
  await work.out('log', 'artifact', file, '--as', 'model', '--run', id)
  await work.out('register', 'churn', '--run', id)
  const again = await openStore(join(work.directory, '.mlreg'), { lockTimeoutMs: 1_000, allowNetwork: false })
  again.write(() => again.database.prepare('DELETE FROM runs').run())
  again.close()
  expect(await work.json('models', 'show', 'churn/1')).toMatchObject({
    versions: [{ run: id, trained: null }],
  })
  await work.out('get', 'models:/churn/1', 'out.txt')
})
