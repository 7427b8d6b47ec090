import { createHash } from 'node:crypto'
import { appendFileSync, chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { eventsOf } from '../../../src/store/events.ts'
import { openForReading } from '../../../src/store/open-for-reading.ts'
import { Workspace } from '../tracking/workspace.ts'

let work: Workspace

interface Shown {
  readonly versions: readonly {
    readonly version: number
    readonly baseline: { profile: string; name: string; digest: string | null; rows: number } | null
    readonly drift: Record<string, unknown> | null
  }[]
}

const place = (name: string) => join(work.directory, name)
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

function csv(name: string, rows: number, shift = 0): string {
  const lines = Array.from(
    { length: rows },
    (_, i) => `${((i * 7919) % rows) + shift},${'xyz'[i % 3]},${i % 4 === 0 ? 1 : 0}`,
  )
  writeFileSync(place(name), `age,plan,churned\n${lines.join('\n')}\n`)
  return place(name)
}

async function shown(model: string): Promise<Shown['versions'][number]> {
  const { versions } = await work.json<Shown>('models', 'show', model)
  if (versions[0] === undefined) throw new Error(`${model} has no version`)
  return versions[0]
}

/** Details of the events of a model with this action. */
async function told(action: string): Promise<Record<string, unknown>[]> {
  const store = await openForReading(place('.mlreg'))
  try {
    return eventsOf(store, 'model', 'churn')
      .filter(event => event.action === action)
      .map(({ details }) => details)
  } finally {
    store.close()
  }
}

beforeEach(async () => {
  work = new Workspace()
  await work.out('init')
  writeFileSync(place('model.pkl'), 'weights')
})

test('a window is profiled, a profile is kept byte for byte, and both say which data they describe', async () => {
  const train = csv('train.csv', 300)
  expect(await work.out('register', 'churn', 'model.pkl', '--baseline', train)).toBe('churn/1\n')
  const { baseline } = await shown('churn/1')
  expect(baseline).toMatchObject({ name: 'train.csv', rows: 300, digest: sha256(train) })
  const profile = place('train.profile')
  await work.out('profile', train, '--output', profile)
  expect(sha256(profile)).toBe(baseline?.profile)
  await work.out('profile', csv('other.csv', 200), '--output', profile)
  expect(await work.out('register', 'churn', 'model.pkl', '--again', '--baseline', profile)).toBe('churn/2\n')
  expect((await shown('churn/2')).baseline).toEqual({
    profile: sha256(profile),
    name: 'train.profile',
    digest: null,
    rows: 200,
  })
})

test('profiling takes what mlreg profile takes', async () => {
  const train = csv('train.csv', 300)
  const words = ['--type', 'churned=categorical', '--exclude', 'age', '--private', '--min-count', '20']
  await work.out('register', 'churn', 'model.pkl', '--baseline', train, ...words)
  const taken = await work.json<{ columns: { column: string; kind: string }[]; limits: object }>(
    'profile',
    'models:/churn/1',
    '--store',
    place('.mlreg'),
  )
  expect(taken.columns.map(({ column, kind }) => [column, kind])).toEqual([
    ['plan', 'categorical'],
    ['churned', 'categorical'],
  ])
  expect(taken.limits).toMatchObject({ minCount: 20, isPrivate: true })
})

test('the settings of profiles hold for a baseline too', async () => {
  writeFileSync(place('mlreg.toml'), '[profile]\nprivate = true\n')
  await work.out('register', 'churn', 'model.pkl', '--baseline', csv('train.csv', 300))
  expect(await work.json('profile', 'churn/1')).toMatchObject({ limits: { isPrivate: true } })
})

test('what a drift check needs is kept with the version', async () => {
  writeFileSync(place('weights.json'), '{"age": 0.75, "plan": 0.25}')
  const words = ['--rule', 'psi > 0.2', '--rule', 'age: ks.p < 0.001', '--weights', place('weights.json')]
  const roles = ['--target', 'churned', '--task', 'classification', '--positive', '1']
  await work.out('register', 'churn', 'model.pkl', '--baseline', csv('train.csv', 300), ...words, ...roles)
  const drift = {
    rules: ['psi > 0.2', 'age: ks.p < 0.001'],
    weights: { age: 0.75, plan: 0.25 },
    target: 'churned',
    task: 'classification',
    positive: '1',
  }
  expect((await shown('churn/1')).drift).toEqual(drift)
  expect(await told('model.register')).toMatchObject([{ drift }])
  expect(await work.out('models', 'show', 'churn/1')).toContain(
    'psi > 0.2; age: ks.p < 0.001; target churned; task classification; positive 1; weights of 2 columns',
  )
})

test('the importances that a run stored are the weights of its versions', async () => {
  const id = (await work.out('start')).trim()
  writeFileSync(place('feature_importance.json'), '{"age": 3, "plan": 1}')
  for (const name of ['model.pkl', 'feature_importance.json']) {
    await work.out('log', 'artifact', place(name), '--run', id)
  }
  await work.out('register', 'churn', '--run', id, '--path', 'model.pkl')
  expect((await shown('churn/1')).drift).toEqual({ weights: { age: 3, plan: 1 } })
  writeFileSync(place('feature_importance.json'), '{"age": -1}')
  await work.out('log', 'artifact', place('feature_importance.json'), '--run', id)
  const { stderr, stdout } = await work.run([
    'register',
    'churn',
    '--run',
    id,
    '--path',
    'model.pkl',
    '--again',
  ])
  expect(stdout).toBe('churn/2\n')
  expect(stderr).toMatch(
    /^warning: no weights are kept with the version: feature_importance.json: the weight/,
  )
  expect((await shown('churn/2')).drift).toBeNull()
})

test('registering again, or naming the version, changes its baseline and tells the audit', async () => {
  const first = csv('train.csv', 300)
  await work.out('register', 'churn', 'model.pkl', '--baseline', first, '--rule', 'psi > 0.2')
  const before = (await shown('churn/1')).baseline?.profile
  const { stdout } = await work.run(['register', 'churn', 'model.pkl', '--baseline', csv('b.csv', 200)])
  expect(stdout).toBe('churn/1\n')
  const between = await shown('churn/1')
  expect(between).toMatchObject({ baseline: { name: 'b.csv', rows: 200 }, drift: { rules: ['psi > 0.2'] } })
  expect(
    await work.out('register', 'churn/latest', '--baseline', csv('c.csv', 100), '--target', 'churned'),
  ).toBe('churn/1\n')
  const after = await shown('churn/1')
  expect(after).toMatchObject({
    baseline: { name: 'c.csv', rows: 100 },
    drift: { rules: ['psi > 0.2'], target: 'churned' },
  })
  expect(await told('model.baseline')).toMatchObject([
    { version: 1, from: before, to: between.baseline?.profile, data: { name: 'b.csv' } },
    { version: 1, from: between.baseline?.profile, to: after.baseline?.profile, drift: after.drift },
  ])
  await work.run(['register', 'churn/1', '--baseline', place('c.csv')])
  expect(await told('model.baseline')).toHaveLength(2)
  expect((await work.json<Shown>('models', 'show', 'churn')).versions).toHaveLength(1)
})

test('the profile of training data that comes later is taken when the same is registered again', async () => {
  const id = (await work.out('start')).trim()
  await work.out('log', 'artifact', place('model.pkl'), '--run', id)
  await work.out('register', 'churn', '--run', id, '--path', 'model.pkl')
  expect((await shown('churn/1')).baseline).toBeNull()
  await work.out('log', 'data', csv('train.csv', 300), '--context', 'training', '--profile', '--run', id)
  await work.run(['register', 'churn', '--run', id, '--path', 'model.pkl'])
  expect((await shown('churn/1')).baseline).toMatchObject({ name: 'train.csv', rows: 300 })
})

test('a model that is called baseline is no obstacle', async () => {
  for (const name of ['baseline', 'profile', 'Baseline']) {
    writeFileSync(place(name), name)
    await work.out('register', 'churn', name, '--baseline', csv('train.csv', 300))
  }
  expect((await work.json<Shown>('models', 'show', 'churn')).versions).toHaveLength(3)
})

test('what cannot be kept leaves nothing behind', async () => {
  const train = csv('train.csv', 300)
  const words = ['register', 'churn', 'model.pkl', '--baseline', train]
  expect(await work.error(...words, '--target', 'churn')).toMatchObject({
    code: 'not-found',
    message: 'the baseline has no column "churn"',
    hint: 'did you mean churned?',
  })
  expect(await work.error(...words, '--rule', 'agee: psi > 0.2')).toMatchObject({ code: 'not-found' })
  expect(await work.error(...words, '--rule', 'psy > 0.2')).toMatchObject({ code: 'usage' })
  expect(await work.error(...words, '--weights', place('none.json'))).toMatchObject({ code: 'not-found' })
  expect(await work.error('register', 'churn', 'model.pkl', '--private')).toMatchObject({ code: 'usage' })
  expect(await work.error('register', 'churn', 'model.pkl', '--baseline', place('no.csv'))).toMatchObject({
    code: 'not-found',
  })
  await work.out('profile', train, '--output', place('p.profile'))
  const profile = ['register', 'churn', 'model.pkl', '--baseline', place('p.profile')]
  expect(await work.error(...profile, '--where', 'age > 3')).toMatchObject({ code: 'usage' })
  const bytes = readFileSync(place('p.profile'))
  bytes[1000] = (bytes[1000] ?? 0) ^ 1
  writeFileSync(place('p.profile'), bytes)
  expect(await work.error(...profile)).toMatchObject({ code: 'bad-input' })
  expect(await work.json('models')).toMatchObject({ total: 0 })
  expect(await work.error('register', 'churn/1', '--baseline', train)).toMatchObject({ code: 'not-found' })
})

test('a version keeps the terms that its next baseline can keep', async () => {
  await work.out('register', 'churn', 'model.pkl', '--baseline', csv('train.csv', 300), '--target', 'churned')
  writeFileSync(place('less.csv'), 'age\n1\n2\n3\n')
  expect(await work.error('register', 'churn/1', '--baseline', place('less.csv'))).toMatchObject({
    code: 'not-found',
    message: 'the baseline has no column "churned"',
  })
  expect(await work.error('register', 'churn/1', '--prediction', 'answer')).toMatchObject({
    code: 'not-found',
  })
  expect(await work.error('register', 'churn/1')).toMatchObject({ code: 'usage' })
  expect(await work.error('register', 'churn/1', '--again', '--description', 'x')).toMatchObject({
    code: 'usage',
  })
})

test('a baseline that was damaged in the store is not read', async () => {
  await work.out('register', 'churn', 'model.pkl', '--baseline', csv('train.csv', 300))
  const digest = String((await shown('churn/1')).baseline?.profile)
  const blob = place(`.mlreg/artifacts/sha256/${digest.slice(0, 2)}/${digest}`)
  chmodSync(blob, 0o644)
  appendFileSync(blob, 'x')
  expect(await work.error('profile', 'models:/churn/1')).toMatchObject({
    code: 'corrupt',
    message: 'the stored bytes of the baseline of churn/1 are not what was stored',
  })
})
