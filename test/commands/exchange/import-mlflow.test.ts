import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeEach, describe, expect, test } from 'vitest'
import { loadSqlite } from '../../../src/store/sqlite.ts'
import { violations } from '../store/valid.ts'
import { Workspace } from '../tracking/workspace.ts'

interface ExpectedRun {
  readonly id: string
  readonly experiment: string
  readonly name: string
  readonly status: string
  readonly start: number
  readonly end: number | null
  readonly lifecycle: string
  readonly params: Record<string, string>
  readonly tags: Record<string, string>
  readonly metrics: Record<string, [step: number, time: number, value: string][]>
  readonly data: [name: string, digest: string][]
}

let work: Workspace

beforeEach(async () => {
  work = new Workspace()
  await work.out('init')
})

const inWork = (name: string) => join(work.directory, name)
const paths = { sqlite: 'mlflow.db', folder: 'mlruns' }
type Kind = keyof typeof paths
const kinds = Object.keys(paths) as Kind[]

/** A copy of the store that the real client wrote, somewhere else than where it did. */
function copyOf(kind: Kind): string {
  cpSync(`fixtures/mlflow/${kind}`, inWork(kind), { recursive: true })
  const packed = join(inWork(kind), 'mlflow.db.gz')
  if (kind === 'sqlite') writeFileSync(inWork('sqlite/mlflow.db'), gunzipSync(readFileSync(packed)))
  return join(inWork(kind), paths[kind])
}

/** A value as Python writes it. */
function python(value: number | string): number | string {
  if (typeof value === 'number') return value
  return { NaN: 'nan', Infinity: 'inf', '-Infinity': '-inf' }[value] ?? value
}

/** Compares all that the client said of its store with what ours says after the import. */
async function expectSame(directory: string): Promise<void> {
  const { runs } = JSON.parse(readFileSync(join(directory, 'expected.json'), 'utf8')) as {
    runs: ExpectedRun[]
  }
  await work.out('export', 'jsonl', 'runs.jsonl', '--deleted', '--force')
  await work.out('export', 'jsonl', 'points.jsonl', '--deleted', '--history', '--force')
  const lines = (name: string) =>
    readFileSync(inWork(name), 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
  const ours = new Map(lines('runs.jsonl').map(run => [run.id, run]))
  const points = lines('points.jsonl')
  expect([...ours.keys()].sort()).toEqual(runs.map(({ id }) => id).sort())
  for (const run of runs) {
    const { id, experiment, name, status, lifecycle, params, tags } = run
    const end = run.end === null ? null : new Date(run.end).toISOString()
    const start = new Date(run.start).toISOString()
    expect(ours.get(id)).toMatchObject({ experiment, name, status, lifecycle, params, start, end })
    expect(ours.get(id).tags).toEqual(tags)
    expect(ours.get(id).data.map((one: { name: string; digest: string }) => [one.name, one.digest])).toEqual(
      run.data,
    )
    const history = Object.entries(run.metrics).flatMap(([key, all]) =>
      all.map(([step, time, value]) => [key, step, time, largestIsInfinite(value)].join(' ')),
    )
    const own = points
      .filter(point => point.run === id)
      .map(({ key, step, time, value }) => [key, step, Date.parse(time), numberText(python(value))].join(' '))
    expect(own.sort()).toEqual(history.sort())
  }
}

/** The client shows the largest double where it could not keep infinity. */
function largestIsInfinite(text: string): string {
  if (/^-?1\.7976931348623157e\+308$/.test(text)) return text.startsWith('-') ? '-inf' : 'inf'
  return numberText(Number.isNaN(Number(text)) ? text : Number(text))
}

function numberText(value: number | string): string {
  return typeof value === 'string' ? value : String(value + 0)
}

describe.each(kinds)('%s', kind => {
  test('everything is as the client says', async () => {
    const path = copyOf(kind)
    const { exit, stdout, stderr } = await work.run(['import', 'mlflow', path, '--json'])
    expect(exit).toBe(0)
    const done = JSON.parse(stdout)
    expect(done).toMatchObject({ runs: 4, experiments: 2, files: 3, skipped: 0 })
    expect(violations('imported', done)).toBe('')
    expect(stderr).toBe('')
    expect(done).toMatchObject(kind === 'sqlite' ? { models: 1, versions: 1 } : { models: 0, versions: 0 })
    await expectSame(inWork(kind))
    const { run } = await work.json<{ run: Record<string, unknown> }>('runs', 'show', 'wide trees')
    expect(run).toMatchObject({
      git: { commit: '0123456789abcdef0123456789abcdef01234567', branch: 'main' },
      data: [{ name: 'train', context: 'training', rows: 4, columns: 2, source: 'train.csv' }],
      artifacts: [
        { path: 'feature_importance.json', bytes: 16 },
        { path: 'model/MLmodel', bytes: 12 },
        { path: 'notes/read me.txt', bytes: 5 },
      ],
    })
    const { run: sweep } = await work.json<{ run: Record<string, unknown> }>('runs', 'show', 'sweep')
    expect(sweep).toMatchObject({ id: run.parent, user: 'ada', status: 'FAILED' })
    expect(await work.json('fsck', '--read-data')).toMatchObject({ verdict: 'ok', leftovers: [] })
  })

  test('a second import changes nothing, here or there', async () => {
    const path = copyOf(kind)
    await work.run(['import', 'mlflow', path])
    await work.out('export', 'jsonl', 'before.jsonl', '--deleted')
    const before = spawnSync('tar', ['-cf', '-', kind], { cwd: work.directory }).stdout
    const { stdout } = await work.run(['import', 'mlflow', path, '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ runs: 0, experiments: 0, changed: 0, same: 4 })
    await work.out('export', 'jsonl', 'after.jsonl', '--deleted')
    expect(readFileSync(inWork('after.jsonl'))).toEqual(readFileSync(inWork('before.jsonl')))
    expect(spawnSync('tar', ['-cf', '-', kind], { cwd: work.directory }).stdout.equals(before)).toBe(true)
  })
})

test('what contradicts undoes all of it', async () => {
  const path = copyOf('folder')
  await work.out('import', 'mlflow', path)
  const run = await work.json<{ run: { id: string } }>('runs', 'show', 'wide trees')
  const experiments = readdirSync(path).filter(name => existsSync(join(path, name, run.run.id)))
  const place = join(path, experiments[0] as string, run.run.id)
  writeFileSync(join(place, 'params/lr'), '0.2')
  cpSync(place, join(path, experiments[0] as string, 'a'.repeat(32)), { recursive: true })
  const meta = join(path, experiments[0] as string, 'a'.repeat(32), 'meta.yaml')
  writeFileSync(meta, readFileSync(meta, 'utf8').replaceAll(run.run.id, 'a'.repeat(32)))
  const error = await work.error('import', 'mlflow', path)
  expect(error).toMatchObject({ code: 'conflict', message: expect.stringContaining('"lr"') })
  expect(await work.error('runs', 'show', 'a'.repeat(32))).toMatchObject({ code: 'not-found' })
  expect(await work.json('fsck')).toMatchObject({ leftovers: [] })
})

test('a store that somebody prepared gets no file from elsewhere', async () => {
  const path = copyOf('sqlite')
  mkdirSync(inWork('secret'))
  writeFileSync(inWork('secret/key'), 'secret')
  const Database = await loadSqlite()
  const database = new Database(path)
  database.prepare("UPDATE runs SET artifact_uri = ? WHERE name = 'wide trees'").run(inWork('secret'))
  database.prepare("UPDATE runs SET artifact_uri = 's3://bucket/x' WHERE name = 'sweep'").run()
  database.close()
  const folder = copyOf('folder')
  const experiment = readdirSync(folder).find(name => existsSync(join(folder, name, 'tags/team'))) as string
  const [run] = readdirSync(join(folder, experiment)).filter(name =>
    existsSync(join(folder, experiment, name, 'artifacts/notes')),
  )
  symlinkSync(inWork('secret/key'), join(folder, experiment, run as string, 'artifacts/stolen'))
  symlinkSync(inWork('secret'), join(folder, experiment, run as string, 'artifacts/all'))
  symlinkSync(inWork('secret/key'), join(folder, experiment, run as string, 'params/stolen'))
  for (const source of [path, folder]) {
    const { exit, stderr } = await work.run(['import', 'mlflow', source])
    expect({ exit, stderr }).toMatchObject({ exit: 0, stderr: expect.stringContaining('not imported, ') })
  }
  await work.out('export', 'jsonl', 'runs.jsonl', '--deleted')
  expect(readFileSync(inWork('runs.jsonl'), 'utf8')).not.toMatch(/stolen|"key"/)
  await work.run(['import', 'mlflow', path, '--artifacts', inWork('secret')])
  const shown = await work.out('artifacts', 'list', 'sweep').catch(() => '')
  expect(shown).not.toContain('key')
})

test('what is no MLflow store is refused, and no store is made for it', async () => {
  const empty = new Workspace()
  mkdirSync(join(empty.directory, 'mlruns'))
  writeFileSync(join(empty.directory, 'a.db'), 'no database')
  for (const [name, code] of [
    ['mlruns', 'bad-input'],
    ['a.db', 'bad-input'],
    ['none', 'not-found'],
    [resolve('fixtures/mlflow/sqlite/mlflow.db.gz'), 'bad-input'],
  ] as const) {
    expect(await empty.error('import', 'mlflow', name)).toMatchObject({ code })
  }
  expect(existsSync(join(empty.directory, '.mlreg'))).toBe(false)
  expect(await work.error('import', 'mlflow', inWork('.mlreg/mlreg.db'))).toMatchObject({ code: 'bad-input' })
})

test.each<[string, string, string]>([
  ['a status that is none', "UPDATE runs SET status = 'WON'", 'status'],
  ['a key that leads out', "UPDATE params SET key = '../../x' WHERE key = 'lr'", 'params'],
  ['a time that is text', "UPDATE runs SET start_time = 'soon'", 'startMs'],
  ['a step of 2^60', 'UPDATE metrics SET step = 1152921504606846976', 'points'],
])('%s is refused by name, and nothing is imported', async (_, sql, named) => {
  const path = copyOf('sqlite')
  const Database = await loadSqlite()
  const database = new Database(path)
  database.pragma('ignore_check_constraints = ON')
  database.exec(sql)
  database.close()
  const error = await work.error('import', 'mlflow', path)
  expect(error).toMatchObject({ code: 'corrupt', message: expect.stringMatching(/^run [0-9a-f]{32} of /) })
  expect(`${error.message}`).toMatch(new RegExp(`"${named}"|"../../x"`))
  expect(await work.json('runs')).toMatchObject({ total: 0 })
  expect(await work.json('fsck')).toMatchObject({ leftovers: [] })
})

test.each<[string, string, string]>([
  ['a table', 'ALTER TABLE params RENAME TO other', 'no table "params"'],
  ['runs', 'ALTER TABLE runs RENAME TO other', 'no table "runs"'],
  ['the tags of data', 'ALTER TABLE input_tags RENAME TO other', 'no table "input_tags"'],
  ['a column', 'ALTER TABLE metrics RENAME COLUMN step TO other', 'no column "step" in its table "metrics"'],
  [
    'a name',
    'ALTER TABLE experiments RENAME COLUMN name TO other',
    'no column "name" in its table "experiments"',
  ],
  [
    'where models lie',
    'ALTER TABLE logged_models RENAME COLUMN artifact_location TO other',
    'no column "artifact_location" in its table "logged_models"',
  ],
])('a store without %s is refused by name', async (_, sql, named) => {
  const path = copyOf('sqlite')
  const Database = await loadSqlite()
  const database = new Database(path)
  database.pragma('legacy_alter_table = ON')
  database.exec(sql)
  database.close()
  const error = await work.error('import', 'mlflow', path)
  expect(error).toMatchObject({ code: 'corrupt', message: `the MLflow store ${path} has ${named}` })
  expect(await work.json('runs')).toMatchObject({ total: 0 })
})

test('tables that an older MLflow did not have yet are not missed', async () => {
  const path = copyOf('sqlite')
  const Database = await loadSqlite()
  const database = new Database(path)
  database.pragma('foreign_keys = OFF')
  database.pragma('legacy_alter_table = ON')
  for (const table of ['experiment_tags', 'inputs', 'datasets', 'input_tags', 'logged_models']) {
    database.exec(`ALTER TABLE ${table} RENAME TO not_${table}`)
  }
  database.exec('ALTER TABLE experiments RENAME COLUMN creation_time TO not_creation_time')
  database.close()
  const { exit, stdout } = await work.run(['import', 'mlflow', path, '--json'])
  expect(exit).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ runs: 4, experiments: 2 })
})

test('a store with a torn page is said to be damaged itself, and nothing is imported', async () => {
  const path = copyOf('sqlite')
  const Database = await loadSqlite()
  const database = new Database(path)
  const pages = ['runs', 'params', 'tags', 'metrics'].map(
    table =>
      database
        .prepare<[string], number>('SELECT rootpage FROM sqlite_schema WHERE name = ?')
        .pluck()
        .get(table) as number,
  )
  const pageSize = database.pragma('page_size', { simple: true }) as number
  database.close()
  const whole = readFileSync(path)
  for (const page of pages) {
    writeFileSync(path, Buffer.from(whole).fill(0xee, (page - 1) * pageSize, page * pageSize))
    const error = await work.error('import', 'mlflow', path)
    expect(error).toMatchObject({ code: 'corrupt', message: expect.stringContaining(`MLflow store ${path}`) })
    expect(await work.json('runs')).toMatchObject({ total: 0 })
    expect(await work.json('fsck')).toMatchObject({ verdict: 'ok', leftovers: [] })
  }
})

const client = process.env.MLREG_MLFLOW_PYTHON ?? 'python3'
const hasClient = spawnSync(client, ['-c', 'import mlflow']).status === 0

describe.skipIf(!hasClient)('the real client (needs Python with mlflow: MLREG_MLFLOW_PYTHON)', () => {
  test.each(kinds)(
    '%s as it writes it now',
    async kind => {
      mkdirSync(inWork('now'))
      const script = resolve('fixtures/mlflow/make_store.py')
      execFileSync(client, [script, kind], { cwd: inWork('now'), stdio: 'ignore' })
      await work.run(['import', 'mlflow', join(inWork('now'), paths[kind])])
      await expectSame(inWork('now'))
    },
    180_000,
  )
})
