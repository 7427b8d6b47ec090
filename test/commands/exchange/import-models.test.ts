import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeEach, describe, expect, test } from 'vitest'
import { loadSqlite } from '../../../src/store/sqlite.ts'
import { allRows } from '../store/all-rows.ts'
import { violations } from '../store/valid.ts'
import { Workspace } from '../tracking/workspace.ts'

interface ExpectedVersion {
  readonly version: number
  readonly stage: string
  readonly description: string | null
  readonly created: number
  readonly updated: number
  readonly run: string | null
  readonly source: string
  readonly tags: Record<string, string>
  readonly digest: string | null
}

interface ExpectedModel {
  readonly name: string
  readonly description: string | null
  readonly created: number
  readonly updated: number
  readonly tags: Record<string, string>
  readonly aliases: Record<string, number>
  readonly versions: readonly ExpectedVersion[]
}

let work: Workspace

beforeEach(async () => {
  work = new Workspace()
  await work.out('init')
})

const paths = { sqlite: 'mlflow.db', folder: 'mlruns' }
type Kind = keyof typeof paths
const kinds = Object.keys(paths) as Kind[]
const inWork = (name: string) => join(work.directory, name)

/** A copy of the store with models that the real client wrote, somewhere else than where it did. */
function copyOf(kind: Kind, name: string = kind): string {
  cpSync(`fixtures/mlflow/models-${kind}`, inWork(name), { recursive: true })
  const packed = join(inWork(name), 'mlflow.db.gz')
  if (kind === 'sqlite') writeFileSync(inWork(`${name}/mlflow.db`), gunzipSync(readFileSync(packed)))
  return join(inWork(name), paths[kind])
}

async function change(path: string, sql: string): Promise<void> {
  const Database = await loadSqlite()
  const database = new Database(path)
  database.exec(sql)
  database.close()
}

const iso = (ms: number) => new Date(ms).toISOString()

/** Compares all that the client said of its models with what ours says after the import. */
async function expectSame(directory: string): Promise<void> {
  const { models } = JSON.parse(readFileSync(join(directory, 'expected.json'), 'utf8')) as {
    models: ExpectedModel[]
  }
  const sayable = models.filter(({ name }) => name !== 'prod@eu')
  const listed = await work.json<{ models: Record<string, unknown>[] }>('models')
  expect(listed.models.map(({ name }) => name)).toEqual(sayable.map(({ name }) => name).sort())
  for (const model of sayable) {
    const own = listed.models.find(({ name }) => name === model.name)
    const description = model.description ?? ''
    expect(own).toMatchObject({ description, created: iso(model.created), updated: iso(model.updated) })
    expect(own?.aliases).toEqual(model.aliases)
    const shown = await work.json<{ tags: object; versions: Record<string, unknown>[] }>(
      'models',
      'show',
      model.name,
    )
    expect(violations('model', shown)).toBe('')
    expect(shown.tags).toEqual(model.tags)
    expect(shown.versions.reverse()).toEqual(
      model.versions
        .filter(({ digest }) => digest !== null)
        .map(version =>
          expect.objectContaining({
            version: version.version,
            stage: version.stage,
            since: iso(version.updated),
            created: iso(version.created),
            description: version.description ?? '',
            source: version.source,
            tags: version.tags,
            digest: version.digest,
            ...(version.run === null ? {} : { run: version.run }),
          }),
        ),
    )
  }
}

describe.each(kinds)('%s', kind => {
  test('models, versions, stages, aliases and tags are as the client says', async () => {
    const { exit, stdout, stderr } = await work.run(['import', 'mlflow', copyOf(kind), '--json'])
    expect({ exit, stderr: stderr.split('\n').sort() }).toEqual({
      exit: 0,
      stderr: [
        '',
        'warning: not imported, 1 time: the model "prod@eu": "prod@eu" cannot name a model: / : @ and \\ have a meaning of their own',
        'warning: not imported, 1 time: version 7 of "churn": artifacts at s3: addresses',
      ],
    })
    const done = JSON.parse(stdout)
    expect(done).toMatchObject({ runs: 1, models: 3, versions: 7, sameVersions: 0, skipped: 2 })
    expect(violations('imported', done)).toBe('')
    await expectSame(inWork(kind))
    expect(await work.json('fsck', '--read-data')).toMatchObject({ verdict: 'ok', leftovers: [] })
    const { versions } = await work.json<{ versions: object[] }>('models', 'show', 'churn/1')
    expect(versions[0]).toMatchObject({
      mlmodel: {
        flavors: ['python_function', 'sklearn'],
        signature: { inputs: [{ type: 'long', name: 'age', required: true }], params: null },
      },
      metrics: { auc: 0.91 },
    })
    await work.out('get', 'models:/churn@champion', 'got')
    expect(readFileSync(inWork('got/model.pkl'), 'utf8')).toBe('logged weights')
    await work.out('get', 'models:/churn/5', 'weights')
    expect(readFileSync(inWork('weights'), 'utf8')).toBe('single file')
  })

  test('the import is in the history, and numbers that were given do not come back', async () => {
    await work.run(['import', 'mlflow', copyOf(kind)])
    writeFileSync(inWork('next.pkl'), 'next')
    expect(await work.out('register', 'churn', inWork('next.pkl'))).toBe('churn/9\n')
    const Database = await loadSqlite()
    const database = new Database(inWork('.mlreg/mlreg.db'), { readonly: true })
    const events = database
      .prepare<[], { action: string; details: string }>(
        "SELECT action, details FROM events WHERE kind = 'model' AND subject = 'churn' ORDER BY id",
      )
      .all()
      .map(({ action, details }) => ({ action, ...JSON.parse(details) }))
    database.close()
    expect(events).toMatchObject([
      { action: 'model.import', version: 1, to: 'Archived', from: 'mlflow', files: 2 },
      { action: 'model.import', version: 2, to: 'Production', from: 'mlflow' },
      { action: 'model.alias', version: 2, alias: 'champion', from: null },
      { action: 'model.import', version: 4, to: 'Staging' },
      { action: 'model.alias', version: 4, alias: 'challenger' },
      { action: 'model.alias', version: 4, alias: 'eu-1' },
      { action: 'model.import', version: 5, to: 'None' },
      { action: 'model.import', version: 6, to: 'Production' },
      { action: 'model.register', version: 9 },
    ])
    expect(await work.json('fsck')).toMatchObject({ verdict: 'ok' })
  })

  test('a second import changes nothing', async () => {
    const path = copyOf(kind)
    await work.run(['import', 'mlflow', path])
    const before = await allRows(work)
    expect(before).toContain('champion')
    const shown = await work.out('models', 'show', 'churn', '--json')
    const { stdout } = await work.run(['import', 'mlflow', path, '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ models: 0, versions: 0, sameVersions: 7, changedVersions: 0, stagesKept: 0, aliasesKept: 0 },
    })
    expect(await work.out('models', 'show', 'churn', '--json')).toBe(shown)
    expect(await allRows(work)).toBe(before)
  })
})

test('what was decided here since stays, what is new comes in the first stage, and that is said', async () => {
  const path = copyOf('sqlite')
  await change(path, "DELETE FROM model_versions WHERE name = 'churn' AND version = 6")
  await work.run(['import', 'mlflow', path])
  const whole = copyOf('sqlite', 'again')
  await change(
    whole,
    "UPDATE model_versions SET current_stage = 'Staging' WHERE name = 'churn' AND version = 5",
  )
  await change(whole, "UPDATE registered_model_aliases SET version = 6 WHERE alias = 'champion'")
  const { stdout, stderr } = await work.run(['import', 'mlflow', whole, '--json'])
  expect(JSON.parse(stdout)).toMatchObject({ versions: 1, sameVersions: 6, stagesKept: 2, aliasesKept: 1 })
  expect(stderr).toContain(
    'warning: 2 versions in another stage there: "mlreg promote" decides on stages here\n',
  )
  expect(stderr).toContain('warning: 1 alias not set: "mlreg alias" decides on them here\n')
  const { versions } = await work.json<{ versions: object[] }>('models', 'show', 'churn')
  expect(versions).toMatchObject([
    { version: 6, stage: 'None', aliases: [] },
    { version: 5, stage: 'None' },
    { version: 4, stage: 'Staging' },
    { version: 2, stage: 'Production', aliases: ['champion'] },
    { version: 1, stage: 'Archived' },
  ])
})

test('a version that is another one here is a conflict that undoes everything', async () => {
  writeFileSync(inWork('own.pkl'), 'own')
  await work.out('register', 'churn', inWork('own.pkl'))
  const error = await work.error('import', 'mlflow', copyOf('folder'))
  expect(error).toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/^churn\/1 is another model here/),
  })
  expect(error.message).toContain('runs:/')
  expect(await work.json('runs')).toMatchObject({ total: 0 })
  expect(await work.json('models')).toMatchObject({ total: 1 })
  expect(await work.json('fsck')).toMatchObject({ verdict: 'ok', leftovers: [] })
})

test('stages that the settings do not have are the first one', async () => {
  writeFileSync(inWork('mlreg.toml'), '[registry]\nstages = ["Candidate", "production"]\n')
  const { stdout } = await work.run(['import', 'mlflow', copyOf('sqlite'), '--json'])
  expect(JSON.parse(stdout)).toMatchObject({ versions: 7, stagesKept: 5 })
  const { versions } = await work.json<{ versions: { stage: string }[] }>('models', 'show', 'churn')
  expect(versions.map(({ stage }) => stage)).toEqual([
    ...['production', 'Candidate', 'Candidate', 'production', 'Candidate'],
  ])
})

test('a version in a store that somebody prepared gets no file from elsewhere', async () => {
  const path = copyOf('sqlite')
  mkdirSync(inWork('secret'))
  writeFileSync(inWork('secret/key'), 'secret')
  const set = (version: number, source: string) =>
    change(
      path,
      `UPDATE model_versions SET source = '${source}', storage_location = NULL WHERE name = 'churn' AND version = ${version}`,
    )
  await set(1, inWork('secret/key'))
  await set(2, '..')
  await set(4, 'file:///etc/passwd')
  await set(5, '.')
  await set(6, 'models:/churn/6')
  const { exit, stdout, stderr } = await work.run(['import', 'mlflow', path, '--json'])
  expect(exit).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ models: 3, versions: 2 })
  for (const version of [1, 2, 4, 5, 6, 7]) expect(stderr).toContain(`version ${version} of "churn": `)
  // Copies say themselves where the files are.
  expect(await work.out('models', 'show', 'copied')).toContain('2 versions')
  const secret = spawnSync('grep', ['-rl', '^secret$', inWork('.mlreg/artifacts')], { encoding: 'utf8' })
  expect(secret.stdout).toBe('')
})

test('a store of an older MLflow has no aliases, storage locations and logged models', async () => {
  const path = copyOf('sqlite')
  await change(
    path,
    `DROP TABLE registered_model_aliases; ALTER TABLE model_versions DROP COLUMN storage_location;
     PRAGMA foreign_keys = OFF; DROP TABLE logged_models`,
  )
  const { stdout, stderr } = await work.run(['import', 'mlflow', path, '--json'])
  expect(JSON.parse(stdout)).toMatchObject({ models: 3, versions: 5 })
  expect(stderr).toContain('version 2 of "churn": there are no files at models:/m-')
  const { versions } = await work.json<{ versions: object[] }>('models', 'show', 'churn')
  expect(versions).toMatchObject([6, 5, 4, 1].map(version => ({ version, aliases: [] })))
})

test('models of several workspaces: those of the default one, and names that it does not have', async () => {
  const path = copyOf('sqlite')
  await change(
    path,
    `PRAGMA foreign_keys = OFF;
     INSERT INTO registered_models (name, creation_time, last_updated_time, workspace)
       VALUES ('churn', 1, 1, 'a'), ('only there', 1, 1, 'b');
     INSERT INTO model_versions (name, version, creation_time, last_updated_time, current_stage, source, workspace)
       SELECT 'only there', 1, 1, 1, 'None', source, 'b' FROM model_versions WHERE name = 'churn' AND version = 5`,
  )
  const { stdout, stderr } = await work.run(['import', 'mlflow', path, '--json'])
  expect(JSON.parse(stdout)).toMatchObject({ models: 4, versions: 8 })
  expect(stderr).toContain('the model "churn": another workspace has one of that name')
})

test('files deep in a store that was moved are found by the end of their path', async () => {
  const path = copyOf('folder')
  const experiment = readdirSync(path).find(one => /^\d{5,}$/.test(one)) as string
  const run = readdirSync(join(path, experiment)).find(one => /^[0-9a-f]{32}$/.test(one)) as string
  const artifacts = join(path, experiment, run, 'artifacts')
  cpSync(join(artifacts, 'first'), join(artifacts, 'a/b/c/d/first'), { recursive: true })
  const meta = join(path, 'models/churn/version-7/meta.yaml')
  const moved = `/srv/elsewhere/mlruns/${experiment}/${run}/artifacts/a/b/c/d/first`
  writeFileSync(meta, readFileSync(meta, 'utf8').replaceAll('s3://bucket/elsewhere', moved))
  const { stdout } = await work.run(['import', 'mlflow', path, '--json'])
  expect(JSON.parse(stdout)).toMatchObject({ versions: 8 })
  expect(await work.json('artifacts', 'list', 'churn/7')).toMatchObject({ total: 2 })
})

test('a link in the place of files is not followed', async () => {
  const path = copyOf('folder')
  const [experiment] = spawnSync('ls', [path], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter(one => /^\d{5,}$/.test(one))
  const logged = spawnSync('ls', [join(path, experiment as string, 'models')], {
    encoding: 'utf8',
  }).stdout.trim()
  const files = join(path, experiment as string, 'models', logged, 'artifacts')
  rmSync(files, { recursive: true })
  mkdirSync(inWork('secret'))
  writeFileSync(inWork('secret/MLmodel'), 'secret')
  symlinkSync(inWork('secret'), files)
  const { stdout } = await work.run(['import', 'mlflow', path, '--json'])
  expect(JSON.parse(stdout)).toMatchObject({ versions: 5 })
  expect(existsSync(inWork('.mlreg/artifacts/sha256'))).toBe(true)
  expect(await work.error('models', 'show', 'churn/2')).toMatchObject({ code: 'not-found' })
})

test.each<[string, string, string]>([
  [
    'a number that is none',
    "UPDATE model_versions SET version = -3 WHERE name = 'copied' AND version = 1",
    'version',
  ],
  [
    'a time that is text',
    "UPDATE model_versions SET creation_time = 'soon' WHERE name = 'copied'",
    'createdMs',
  ],
  ['a tag key that leads out', "UPDATE model_version_tags SET key = '../../x'", 'tags'],
])('%s is refused by name, and nothing is imported', async (_, sql, named) => {
  const path = copyOf('sqlite')
  await change(path, sql)
  const error = await work.error('import', 'mlflow', path)
  expect(error).toMatchObject({
    code: 'corrupt',
    message: expect.stringMatching(/^version -?\d of "(churn|copied)"/),
  })
  expect(error.message).toMatch(new RegExp(`"${named}"|"../../x"`))
  expect(await work.json('runs')).toMatchObject({ total: 0 })
  expect(await work.json('models')).toMatchObject({ total: 0 })
})

const client = process.env.MLREG_MLFLOW_PYTHON ?? 'python3'
const hasClient = spawnSync(client, ['-c', 'import mlflow']).status === 0

describe.skipIf(!hasClient)('the real client (needs Python with mlflow: MLREG_MLFLOW_PYTHON)', () => {
  test.each(kinds)(
    '%s as it writes it now',
    async kind => {
      mkdirSync(inWork('now'))
      const script = resolve('fixtures/mlflow/make_models.py')
      const made = spawnSync(client, [script, kind], { cwd: inWork('now'), encoding: 'utf8' })
      expect(made.status, made.stderr).toBe(0)
      await work.run(['import', 'mlflow', join(inWork('now'), paths[kind])])
      await expectSame(inWork('now'))
    },
    180_000,
  )
})
