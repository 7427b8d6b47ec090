import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { Workspace } from './workspace.ts'

interface RunDocument {
  readonly run: {
    readonly id: string
    readonly name: string
    readonly experiment: string
    readonly status: string
    readonly params: Record<string, string>
    readonly metrics: Record<
      string,
      { last: number | string; min: number | null; max: number | null; steps: number }
    >
    readonly tags: Record<string, string>
    readonly artifacts: readonly { path: string; bytes: number; digest: string }[]
    readonly data: readonly Record<string, unknown>[]
  }
}

let work: Workspace
let id: string

beforeEach(async () => {
  work = new Workspace()
  await work.out('init')
  id = (await work.out('start', '--experiment', 'churn', '--name', 'wide')).trim()
  work.env.MLREG_RUN_ID = id
})

async function shown(): Promise<RunDocument['run']> {
  return (await work.json<RunDocument>('runs', 'show', id)).run
}

test('the first command that writes makes the store and says so once', async () => {
  const fresh = new Workspace()
  const first = await fresh.run(['start'])
  expect(first.exit).toBe(0)
  expect(first.stdout).toMatch(/^[0-9a-f]{32}\n$/)
  expect(first.stderr).toBe(`mlreg: made the store ${join(fresh.directory, '.mlreg')}\n`)
  expect((await fresh.run(['start'])).stderr).toBe('')
})

test('reading makes no store', async () => {
  const fresh = new Workspace()
  for (const words of [
    ['runs'],
    ['runs', 'show', 'x'],
    ['experiments'],
    ['artifacts', 'list', 'x'],
    ['get', 'runs:/x/y'],
  ]) {
    expect(await fresh.error(...words)).toMatchObject({
      code: 'not-found',
      hint: expect.stringContaining('mlreg init'),
    })
  }
  expect(readdirSync(fresh.directory)).toEqual([])
})

test('init says where, twice as well as once', async () => {
  const fresh = new Workspace()
  expect(await fresh.out('init', 'team')).toBe(`${join(fresh.directory, 'team/.mlreg')}\n`)
  expect(await fresh.json('init', 'team')).toEqual({
    schema: 'mlreg.init/1',
    store: join(fresh.directory, 'team/.mlreg'),
    created: false,
  })
})

test('a run from its start to its end', async () => {
  await work.out('log', 'param', 'lr=0.1', 'note=a=b')
  await work.out('log', 'metric', 'auc=0.9', 'loss=nan', '--step', '1')
  work.env.MLREG_NOW = '2026-05-01T12:30:00Z'
  await work.out('log', 'metric', 'auc=0.8', '--step', '2', '--time', '2026-05-01T12:10:00Z')
  await work.out('log', 'tag', 'team=growth')
  await work.out('finish')
  expect(await work.json('runs')).toEqual({
    schema: 'mlreg.runs/1',
    shown: 1,
    total: 1,
    runs: [
      {
        id,
        name: 'wide',
        experiment: 'churn',
        experimentId: '1',
        status: 'FINISHED',
        start: '2026-05-01T12:00:00.000Z',
        end: '2026-05-01T12:30:00.000Z',
        durationMs: 1_800_000,
        user: 'tester',
        parent: null,
        lifecycle: 'active',
        params: { lr: '0.1', note: 'a=b' },
        metrics: { auc: 0.8, loss: 'NaN' },
        tags: { team: 'growth' },
        git: { commit: null, branch: null, dirty: null },
        data: [],
        artifacts: { files: 0, bytes: 0 },
      },
    ],
  })
  expect((await shown()).metrics).toEqual({
    auc: { last: 0.8, min: 0.8, max: 0.9, steps: 2 },
    loss: { last: 'NaN', min: null, max: null, steps: 1 },
  })
})

test('a command repeated changes nothing', async () => {
  writeFileSync(join(work.directory, 'report.html'), '<p>')
  for (let i = 0; i < 2; i++) {
    work.env.MLREG_NOW = `2026-05-01T12:00:0${i}Z`
    await work.out('log', 'param', 'lr=0.1')
    await work.out('log', 'metric', 'auc=0.9', '--step', '1')
    await work.out('log', 'artifact', 'report.html')
    await work.out('finish', '--status', 'failed')
  }
  const run = await shown()
  expect(run).toMatchObject({ status: 'FAILED', params: { lr: '0.1' }, metrics: { auc: { steps: 1 } } })
  expect(run.artifacts).toHaveLength(1)
  expect(run).toMatchObject({ end: '2026-05-01T12:00:00.000Z' })
})

test('without a step and a time every measurement is one', async () => {
  for (let i = 0; i < 2; i++) {
    work.env.MLREG_NOW = `2026-05-01T12:00:0${i}Z`
    await work.out('log', 'metric', 'auc=0.9')
  }
  expect((await shown()).metrics.auc?.steps).toBe(2)
})

test('a param keeps its first value', async () => {
  await work.out('log', 'param', 'lr=0.1')
  expect(await work.error('log', 'param', 'b=1', 'lr=0.2')).toMatchObject({ code: 'conflict' })
  expect(await work.error('log', 'param', 'c=1', 'c=2')).toMatchObject({ code: 'conflict' })
  expect((await shown()).params).toEqual({ lr: '0.1' })
})

test.each([
  [['log', 'param', 'lr'], 'usage'],
  [['log', 'param', '=1'], 'usage'],
  [['log', 'metric', 'auc=high'], 'bad-input'],
  [['log', 'metric', 'auc='], 'bad-input'],
  [['log', 'metric', 'auc=0x10'], 'bad-input'],
  [['log', 'metric', 'auc=1e999'], 'bad-input'],
  [['log', 'metric', 'auc=1', '--step', '1.5'], 'usage'],
  [['log', 'metric', 'auc=1', '--time', 'yesterday'], 'usage'],
  [['log', 'param', 'a@b=1'], 'bad-input'],
  [['log', 'param', 'a=1', '--run', 'nope'], 'not-found'],
  [['log', 'artifact', 'nothing-there'], 'not-found'],
  [['finish', '--status', 'sleeping'], 'usage'],
  [['start', '--experiment', ' '], 'bad-input'],
  [['start', '--name', ''], 'bad-input'],
  [['start', '--parent', 'nope'], 'not-found'],
  [['start', '--param', 'x'], 'usage'],
  [['runs', 'show', 'wid'], 'not-found'],
  [['runs', '--experiment', 'chrun'], 'not-found'],
  [['get', 'churn/7'], 'usage'],
  [['get', 'models:/churn/7'], 'not-found'],
  [['get', 'runs:/wide/x'], 'not-found'],
])('%j is refused: %s', async (words, code) => {
  expect(await work.error(...words)).toMatchObject({ code })
})

test('without a run there is nothing to log to', async () => {
  delete work.env.MLREG_RUN_ID
  expect(await work.error('log', 'param', 'a=1')).toMatchObject({
    code: 'usage',
    hint: expect.stringContaining('--run'),
  })
  expect(await work.error('finish')).toMatchObject({ code: 'usage' })
})

test('a run is named by its id, the start of it, or its name', async () => {
  for (const name of [id, id.slice(0, 6), 'wide']) {
    expect((await work.json<RunDocument>('runs', 'show', name)).run.id).toBe(id)
  }
  await work.out('start', '--name', 'wide')
  const { code, message, hint } = await work.error('runs', 'show', 'wide')
  expect({ code, message }).toEqual({ code: 'bad-input', message: '"wide" may be any of 2 runs' })
  expect(hint).toContain(id)
  expect(await work.error('runs', 'show', 'wied')).toMatchObject({ hint: 'did you mean "wide"?' })
})

test('lists say how much they leave out', async () => {
  for (let i = 0; i < 3; i++) await work.out('start')
  expect(await work.json('runs', '--limit', '2')).toMatchObject({ shown: 2, total: 4 })
  expect(await work.out('runs', 'list', '--limit', '2')).toContain('showing 2 of 4 (--limit 0 for all)\n')
  expect(await work.json('runs', '--limit', '0')).toMatchObject({ shown: 4, total: 4 })
  expect(await work.json('runs', '--experiment', 'churn')).toMatchObject({ shown: 1, total: 1 })
})

test('files go in and come out as they were', async () => {
  mkdirSync(join(work.directory, 'best/sub'), { recursive: true })
  writeFileSync(join(work.directory, 'best/weights.bin'), Buffer.from([0, 1, 255]))
  writeFileSync(join(work.directory, 'best/sub/config.json'), '{}')
  await work.out('log', 'artifact', './best', '--as', 'model')
  expect((await shown()).artifacts.map(({ path, bytes }) => [path, bytes])).toEqual([
    ['model/sub/config.json', 2],
    ['model/weights.bin', 3],
  ])
  expect(await work.json('artifacts', 'list', 'wide')).toMatchObject({ shown: 2, total: 2, bytes: 5 })
  const uri = 'runs:/wide/model'
  mkdirSync(join(work.directory, 'there'))
  expect(await work.out('get', uri, 'there')).toBe(`${join(work.directory, 'there/model')}\n`)
  await work.out('get', uri, 'new/')
  await work.out('get', uri, 'exactly')
  await work.out('get', `${uri}/weights.bin`)
  for (const path of ['there/model', 'new/model', 'exactly']) {
    expect(readFileSync(join(work.directory, path, 'weights.bin'))).toEqual(Buffer.from([0, 1, 255]))
    expect(readFileSync(join(work.directory, path, 'sub/config.json'), 'utf8')).toBe('{}')
  }
  expect(existsSync(join(work.directory, 'weights.bin'))).toBe(true)
  writeFileSync(join(work.directory, 'exactly/weights.bin'), 'mine')
  expect(await work.error('get', `${uri}/weights.bin`, 'exactly')).toMatchObject({ code: 'already-exists' })
  await work.out('get', `${uri}/weights.bin`, 'exactly', '--force')
  expect(readFileSync(join(work.directory, 'exactly/weights.bin'))).toEqual(Buffer.from([0, 1, 255]))
  expect(readdirSync(work.directory).filter(name => name.endsWith('.tmp'))).toEqual([])
})

test('a dict is a JSON object', async () => {
  writeFileSync(join(work.directory, 'importance.json'), '{"age": 0.4}\n')
  await work.out('log', 'dict', 'importance.json', '--as', 'feature_importance.json')
  const { exit } = await work.run(['log', 'dict', '-', '--as', 'piped.json'], { stdin: '{"a":[1]}' })
  expect(exit).toBe(0)
  expect((await shown()).artifacts.map(({ path }) => path)).toEqual(['feature_importance.json', 'piped.json'])
  writeFileSync(join(work.directory, 'list.json'), '[1]')
  writeFileSync(join(work.directory, 'nan.json'), '{"a": NaN}')
  expect(await work.error('log', 'dict', 'list.json')).toMatchObject({ code: 'bad-input' })
  expect(await work.error('log', 'dict', 'nan.json')).toMatchObject({ code: 'bad-input' })
})

test('a batch is recorded whole, or not at all, and the bad line is named', async () => {
  const lines = [
    '{"step":1,"metrics":{"auc":0.5,"loss":"NaN"},"params":{"bs":32}}',
    '',
    '{"step":2,"time":"2026-05-01T12:00:01Z","metrics":{"auc":0.6},"tags":{"t":"x"}}',
  ]
  const batch = async (...more: string[]) =>
    await work.run(['log', 'batch', '-'], { stdin: [...lines, ...more].join('\n') })
  const bad = [
    '{"metrics":{"auc":0.9}',
    '[]',
    '{"metrics":{"auc":"high"}}',
    '{"metrics":{"auc":true}}',
    '{"step":0.5}',
    '{"time":"soon"}',
    '{"metric":{"auc":1}}',
    '{"params":{"bs":33}}',
    '{"params":{"a@b":1}}',
    '{"run":7}',
  ]
  for (const line of bad) {
    const { exit, stderr } = await batch(line)
    expect(exit, line).toBe(2)
    expect(stderr, line).toContain('line 4 of standard input')
  }
  expect((await shown()).metrics).toEqual({})
  for (let i = 0; i < 2; i++) expect(await batch()).toEqual({ exit: 0, stdout: '', stderr: '' })
  expect(await shown()).toMatchObject({
    params: { bs: '32' },
    tags: { t: 'x' },
    metrics: { auc: { last: 0.6, min: 0.5, max: 0.6, steps: 2 }, loss: { last: 'NaN', steps: 1 } },
  })
})

test('a line of a batch may name its run', async () => {
  const other = (await work.out('start', '--name', 'other')).trim()
  delete work.env.MLREG_RUN_ID
  const stdin = `{"run":"${other}","metrics":{"a":1}}\n{"run":"wide","metrics":{"b":2}}`
  expect((await work.run(['log', 'batch', '-'], { stdin })).exit).toBe(0)
  const { runs } = await work.json<{ runs: { name: string; metrics: object }[] }>('runs')
  expect(runs.map(({ name, metrics }) => [name, metrics])).toEqual([
    ['other', { a: 1 }],
    ['wide', { b: 2 }],
  ])
})

test('data are known by their digest, rows and columns', async () => {
  const csv = 'age,plan\n31,a\n42,b\n'
  writeFileSync(join(work.directory, 'train.csv'), csv)
  const path = join(work.directory, 'train.csv')
  await work.out('log', 'data', path, '--name', 'churn-train', '--cutoff', '2026-03-31')
  expect((await shown()).data).toMatchObject([
    {
      name: 'churn-train',
      context: 'training',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      rows: 2,
      columns: 2,
      source: path,
      cutoff: '2026-03-31',
      schema: [{ name: 'age' }, { name: 'plan' }],
    },
  ])
})

test('experiments are made, renamed, deleted and restored with their runs', async () => {
  expect(await work.out('experiments', 'create', 'fraud')).toBe('2\n')
  expect(await work.error('experiments', 'create', 'fraud')).toMatchObject({ code: 'already-exists' })
  await work.out('experiments', 'rename', 'fraud', 'fraud-v3')
  expect(await work.error('experiments', 'delete', 'churn')).toMatchObject({ code: 'usage' })
  await work.out('experiments', 'delete', 'churn', '--yes')
  expect(await work.json('runs')).toMatchObject({ total: 0 })
  expect(await work.json('runs', '--deleted')).toMatchObject({ total: 1 })
  expect(await work.error('log', 'param', 'a=1')).toMatchObject({ code: 'conflict' })
  expect(await work.error('start', '--experiment', 'churn')).toMatchObject({ code: 'conflict' })
  const { experiments } = await work.json<{ experiments: { name: string; id: string }[] }>('experiments')
  expect(experiments.map(({ id: number, name }) => [number, name])).toEqual([
    ['0', 'Default'],
    ['2', 'fraud-v3'],
  ])
  await work.out('experiments', 'rename', 'churn', 'churn-2025')
  await work.out('experiments', 'restore', 'churn-2025')
  await work.out('log', 'param', 'a=1')
  expect(await work.error('experiments', 'delete', 'Default', '--yes')).toMatchObject({ code: 'conflict' })
})

test('names from outside give no orders to a terminal', async () => {
  await work.out('start', '--name', 'a\u202eb')
  await work.out('log', 'param', 'x=\u001b[31mred')
  expect(await work.out('runs')).not.toContain('\u202e')
  expect(await work.out('runs', 'show', id)).not.toContain('\u001b')
})

test('--store, MLREG_STORE and mlreg.toml name the store, in this order', async () => {
  const start = async (...words: string[]) => (await work.run(['start', ...words])).stderr
  writeFileSync(join(work.directory, 'mlreg.toml'), '[store]\ndirectory = "from-config"\n')
  expect(await start()).toContain('from-config')
  work.env.MLREG_STORE = 'from-env'
  expect(await start()).toContain('from-env')
  expect(await start('--store', 'from-flag')).toContain('from-flag')
})

test('--quiet says nothing when all is well', async () => {
  expect(await work.run(['runs', '-q'])).toEqual({ exit: 0, stdout: '', stderr: '' })
})

test('columns have digests that depend on their values alone, and a profile is kept when asked for', async () => {
  const work = new Workspace()
  const path = (name: string) => join(work.directory, name)
  const file = (name: string, text: string) => writeFileSync(path(name), text)
  file('a.csv', 'x,y,at\n1,u,2026-01-01\n2,v,2026-01-02\n,u,2026-01-03\n')
  file('b.csv', 'y,x,at\nu,,2026-01-03\nv,2,2026-01-02\nu,1,2026-01-01\n')
  file('c.csv', 'x,y,at\n1,u,2026-01-01\n3,v,2026-01-02\n,u,2026-01-03\n')
  const run = (await work.run(['start'])).stdout.trim()
  for (const name of ['a', 'b', 'c'])
    await work.out('log', 'data', path(`${name}.csv`), '--run', run, '--profile')
  const shown = await work.json<{
    run: { data: { name: string; columnDigests: object; profile: string }[] }
  }>(...['runs', 'show', run])
  const [a, b, c] = shown.run.data
  expect(Object.keys(a?.columnDigests ?? {})).toEqual(['x', 'y', 'at'])
  expect(b?.columnDigests).toEqual(a?.columnDigests)
  expect(c?.columnDigests).toEqual({ ...a?.columnDigests, x: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(c?.columnDigests).not.toEqual(a?.columnDigests)
  await work.out('get', `runs:/${run}/profiles/a.csv.profile`, 'a.profile')
  expect(await work.run(['profile', path('a.profile')])).toMatchObject({ exit: 0 })
  expect(await work.json('fsck', '--read-data')).toMatchObject({ verdict: 'ok', checked: { blobs: 3 } })
  expect(await work.json('gc')).toMatchObject({ garbage: [] })
})

test('a profile that is kept with a run tells no more than the settings allow', async () => {
  const work = new Workspace()
  const path = (name: string) => join(work.directory, name)
  const run = (await work.run(['start'])).stdout.trim()
  writeFileSync(path('pay.csv'), `pay\n${Array.from({ length: 200 }, (_, i) => 1000 + i).join('\n')}\n`)
  writeFileSync(path('mlreg.toml'), '[profile]\nprivate = true\n')
  await work.out('log', 'data', path('pay.csv'), '--run', run, '--profile')
  await work.out('get', `runs:/${run}/profiles/pay.csv.profile`, path('kept.profile'))
  const kept = await work.json('profile', path('kept.profile'))
  expect(JSON.stringify(kept)).not.toContain('1199')
  writeFileSync(path('mlreg.toml'), '')
  await work.out('log', 'data', path('pay.csv'), '--run', run, '--profile', '--name', 'open')
  await work.out('get', `runs:/${run}/profiles/open.profile`, path('open.profile'))
  expect(JSON.stringify(await work.json('profile', path('open.profile')))).toContain('1199')
})

test('a run has a note, of which the last is shown, and texts', async () => {
  const work = new Workspace()
  const run = (await work.run(['start'])).stdout.trim()
  await work.out('log', 'note', 'first', '--run', run)
  expect(
    await work.run(['log', 'note', '-', '--run', run], { stdin: 'two\nlines\u001b[2J\n' }),
  ).toMatchObject({ exit: 0 })
  const shown = await work.out('runs', 'show', run)
  expect(shown).toContain('two\n')
  expect(shown).not.toContain('first')
  expect(shown).not.toContain('\u001b')
  expect((await work.json<{ run: { tags: object } }>('runs', 'show', run)).run.tags).toEqual({
    'mlflow.note.content': 'two\nlines\u001b[2J',
  })
  const text = ['log', 'text', '-', '--run', run]
  expect(await work.run([...text, '--as', 'a.txt'], { stdin: 'ä\n' })).toMatchObject({ exit: 0, stderr: '' })
  expect(await work.run(text, { stdin: 'x' })).toMatchObject({ exit: 2 })
  writeFileSync(join(work.directory, 'latin'), Buffer.from([0xe4, 0x0a]))
  expect(await work.error('log', 'text', 'latin', '--run', run)).toMatchObject({ code: 'bad-input' })
  expect(await work.json('artifacts', 'list', run)).toMatchObject({
    artifacts: [{ path: 'a.txt', bytes: 3 }],
  })
})

test('a key and a value with a space between them are told how to stand', async () => {
  expect(await work.error('log', 'metric', 'auc', '0.9')).toMatchObject({
    ...{ code: 'usage', message: '"auc" is not key=value', hint: 'write auc=0.9' },
  })
  expect(await work.error('log', 'param', 'a=1', 'depth')).toEqual(
    expect.not.objectContaining({ hint: expect.anything() }),
  )
})
