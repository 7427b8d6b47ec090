import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { loadSqlite } from '../../../src/store/sqlite.ts'
import { allRows } from '../store/all-rows.ts'
import { storedRun } from '../store/stored-run.ts'
import { violations } from '../store/valid.ts'
import { Workspace } from '../tracking/workspace.ts'

let here: Workspace
let there: Workspace
let run: string
let path: string

beforeEach(async () => {
  here = new Workspace()
  there = new Workspace()
  await there.out('init')
  run = await storedRun(here, { 'model/model.pkl': 'weights', 'model/MLmodel': 'flavors: {sklearn: {}}\n' })
  await here.out('log', 'metric', 'auc=0.9', '--run', run)
  await here.out('register', 'churn', '--run', run, '--description', 'the first', '--tag', 'team=growth')
  writeFileSync(join(here.directory, 'other.pkl'), 'other')
  await here.out('register', 'churn', join(here.directory, 'other.pkl'))
  await here.out('register', 'fraud', join(here.directory, 'other.pkl'))
  await change(
    here,
    "UPDATE versions SET stage = 'Production', staged_ms = 5 WHERE version = 1 AND model = 1",
  )
  await change(
    here,
    "INSERT INTO aliases SELECT model, 'champion', id FROM versions WHERE version = 1 AND model = 1",
  )
  path = join(here.directory, 'all.tar')
})

async function change(work: Workspace, ...statements: string[]): Promise<void> {
  const Database = await loadSqlite()
  const database = new Database(join(work.directory, '.mlreg/mlreg.db'))
  for (const sql of statements) database.exec(sql)
  database.close()
}

/** A baseline, a card and a check with a report, whose bytes are those of a stored file. */
async function withEvidence(work: Workspace): Promise<void> {
  const store = join(work.directory, 'evidence')
  writeFileSync(store, 'a profile, a card and a report')
  await work.out('log', 'artifact', store, '--run', run)
  const { run: shown } = await work.json<{ run: { artifacts: { path: string; digest: string }[] } }>(
    'runs',
    'show',
    run,
  )
  const digest = shown.artifacts.find(one => one.path === 'evidence')?.digest
  const summary = {
    ...{ exit: 1, policy: 'calibrated', columns: 2, compared: 2, drifted: 1, share: 0.5, degraded: 0 },
    ...{ notCompared: 0, data: { name: 'week.csv', digest: null, rows: 7 }, baseline: digest, top: [] },
  }
  await change(
    work,
    `UPDATE versions SET baseline = '${digest}', baseline_data = '{"name":"train.csv","digest":null,"rows":9}',
       drift = '{"rules":["psi > 0.2"],"weights":{"age":2}}', card = '${digest}' WHERE version = 1 AND model = 1`,
    `INSERT INTO checks (version, time_ms, actor, run_id, verdict, summary, report)
     VALUES (1, 7, 'ada', NULL, 'drift', '${JSON.stringify(summary)}', '${digest}')`,
    `DELETE FROM artifacts WHERE path = 'evidence'`,
  )
}

const model = async (work: Workspace, name: string) => await work.out('models', 'show', name, '--json')

/** The rows that say what models are, but for numbers that each store gives. */
async function registryRows(work: Workspace): Promise<string[]> {
  const rows = (await allRows(work)).split('\n')
  const kept = ['aliases', 'checks', 'model_tags', 'models', 'version_files', 'version_tags', 'versions']
  let table = ''
  return rows
    .filter(row => {
      if (!row.startsWith('{')) table = row
      return kept.includes(table)
    })
    .map(row => row.replaceAll(/"(id|model)":\d+,/g, ''))
}

describe('everything', () => {
  test('models that are new come as they are, with stages, aliases, baseline, card and reports', async () => {
    await withEvidence(here)
    const created = await here.json('bundle', 'create', 'all.tar')
    expect(created).toMatchObject({ runs: 1, models: 2, versions: 3, files: 4 })
    expect(violations('bundled', created)).toBe('')
    const checked = await there.json('bundle', 'verify', path)
    expect(checked).toMatchObject({ verdict: 'ok', models: 2, versions: 3 })
    expect(violations('bundle-check', checked)).toBe('')
    const done = await there.json('bundle', 'merge', path)
    expect(done).toMatchObject({ runs: 1, models: 2, versions: 3, stagesKept: 0, aliasesKept: 0 })
    expect(violations('merged', done)).toBe('')
    for (const name of ['churn', 'fraud']) expect(await model(there, name)).toBe(await model(here, name))
    expect(await registryRows(there)).toEqual(await registryRows(here))
    expect(await there.json('fsck', '--read-data')).toMatchObject({ verdict: 'ok', leftovers: [] })
    expect(await there.json('gc')).toMatchObject({ garbage: [], referenced: 4 })
    await there.out('get', 'models:/churn@champion', 'got')
    expect(readFileSync(join(there.directory, 'got/model.pkl'), 'utf8')).toBe('weights')
  })

  test('merging again changes nothing, and a bundle of what was merged has the same bytes', async () => {
    await withEvidence(here)
    await here.out('bundle', 'create', 'all.tar')
    await there.out('bundle', 'merge', path)
    const before = await allRows(there)
    expect(await there.json('bundle', 'merge', path)).toMatchObject({ versions: 0, sameVersions: 3 })
    expect(await allRows(there)).toBe(before)
    await there.out('bundle', 'create', 'back.tar')
    expect(readFileSync(join(there.directory, 'back.tar'))).toEqual(readFileSync(path))
  })

  test('a store without models still makes the first kind of bundle', async () => {
    await here.out('bundle', 'create', 'runs.tar', '--no-models')
    expect(readFileSync(join(here.directory, 'runs.tar'), 'utf8')).toContain('"schema":"mlreg.bundle/1"')
    await here.out('bundle', 'create', 'all.tar')
    expect(readFileSync(path, 'utf8')).toContain('"schema":"mlreg.bundle/2"')
    const done = await there.json('bundle', 'merge', join(here.directory, 'runs.tar'))
    expect(done).toMatchObject({ runs: 1, models: 0, versions: 0 })
  })
})

describe('into a model that is here', () => {
  test('new versions come in the first stage, no alias moves, and that is said', async () => {
    writeFileSync(join(there.directory, 'own.pkl'), 'own')
    for (const _ of [1, 2, 3])
      await there.out('register', 'churn', join(there.directory, 'own.pkl'), '--again')
    await change(
      there,
      "UPDATE versions SET version = version + 10, stage = 'Production'",
      'UPDATE models SET last_version = 13',
    )
    await here.out('bundle', 'create', 'all.tar')
    const { exit, stdout, stderr } = await there.run(['bundle', 'merge', path, '--json'])
    expect(exit).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ models: 1, versions: 3, stagesKept: 1, aliasesKept: 1 })
    expect(stderr).toBe(
      'warning: 1 version in another stage there: "mlreg promote" decides on stages here\n' +
        'warning: 1 alias not set: "mlreg alias" decides on them here\n',
    )
    const { versions } = JSON.parse(await model(there, 'churn'))
    expect(versions.map((one: Record<string, unknown>) => [one.version, one.stage, one.aliases])).toEqual([
      ...[13, 12, 11].map(number => [number, 'Production', []]),
      ...[2, 1].map(number => [number, 'None', []]),
    ])
    expect(await there.out('register', 'churn', join(there.directory, 'own.pkl'), '--again')).toBe(
      'churn/14\n',
    )
  })

  test('what a version here does not have is added, and what it has stays', async () => {
    await here.out('bundle', 'create', 'all.tar')
    await there.out('bundle', 'merge', path)
    await withEvidence(here)
    await change(
      here,
      "INSERT INTO version_tags VALUES (1, 'new', 'x')",
      "UPDATE version_tags SET value = 'y' WHERE key = 'team'",
    )
    await here.out('bundle', 'create', 'all.tar', '--force')
    const { stdout, stderr } = await there.run(['bundle', 'merge', path, '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      versions: 0,
      changedVersions: 1,
      sameVersions: 2,
      tagsKept: 1,
    })
    expect(stderr).toContain('1 tag with another value here')
    const [version] = JSON.parse(await model(there, 'churn/1')).versions
    expect(version).toMatchObject({
      tags: { new: 'x', team: 'growth' },
      baseline: { name: 'train.csv', rows: 9 },
    })
    expect(await there.json('fsck', '--read-data')).toMatchObject({ verdict: 'ok' })
  })

  test('another version of the same number is a conflict that names both and undoes everything', async () => {
    writeFileSync(join(there.directory, 'own.pkl'), 'own')
    await there.out('register', 'churn', join(there.directory, 'own.pkl'))
    const before = await allRows(there)
    await here.out('bundle', 'create', 'all.tar')
    const error = await there.error('bundle', 'merge', path)
    expect(error.code).toBe('conflict')
    expect(error.message).toMatch(
      /^churn\/1 is another model here: its files are [0-9a-f]{64} .* come [0-9a-f]{64}\)$/,
    )
    expect(await allRows(there)).toBe(before)
    expect(await there.json('fsck')).toMatchObject({ verdict: 'ok', leftovers: [] })
  })

  test('what is deleted here takes nothing', async () => {
    await here.out('bundle', 'create', 'all.tar')
    await there.out('bundle', 'merge', path)
    await change(
      there,
      "UPDATE versions SET lifecycle = 'deleted' WHERE version = 2",
      "UPDATE models SET lifecycle = 'deleted' WHERE name = 'fraud'",
    )
    const { stdout, stderr } = await there.run(['bundle', 'merge', path, '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ versions: 0, sameVersions: 1, deletedVersions: 2 })
    expect(stderr).toContain('2 versions of models deleted here')
    expect(await there.json('models')).toMatchObject({ total: 1 })
  })
})

describe('only some', () => {
  const counts = async (...words: string[]) => {
    const { runs, models, versions } = await here.json('bundle', 'create', 'all.tar', '--force', ...words)
    return { runs, models, versions }
  }

  test('a version comes with its run, a run with its versions', async () => {
    await here.out('start', '--name', 'idle', '--experiment', 'other')
    expect(await counts('--model', 'churn/Production')).toEqual({ runs: 1, models: 1, versions: 1 })
    expect(await counts('--model', 'models:/churn@champion')).toEqual({ runs: 1, models: 1, versions: 1 })
    expect(await counts('--model', 'churn/2')).toEqual({ runs: 0, models: 1, versions: 1 })
    expect(await counts('--model', 'churn', '--model', 'fraud/1')).toEqual({
      runs: 1,
      models: 2,
      versions: 3,
    })
    expect(await counts('--run', run)).toEqual({ runs: 1, models: 1, versions: 1 })
    expect(await counts('--run', 'idle', '--model', 'churn/1')).toEqual({ runs: 2, models: 1, versions: 1 })
    expect(await counts('--run', run, '--no-models')).toEqual({ runs: 1, models: 0, versions: 0 })
    expect(await counts('-e', 'Default')).toEqual({ runs: 1, models: 1, versions: 1 })
    expect(await counts('-e', 'other')).toEqual({ runs: 1, models: 0, versions: 0 })
    expect(await counts('--filter', 'metrics.auc > 0.5')).toEqual({ runs: 1, models: 1, versions: 1 })
  })

  test('numbers that were given there are not given again here', async () => {
    await counts('--model', 'churn/1')
    await there.out('bundle', 'merge', path)
    writeFileSync(join(there.directory, 'own.pkl'), 'own')
    expect(await there.out('register', 'churn', join(there.directory, 'own.pkl'))).toBe('churn/3\n')
    await counts('--model', 'churn')
    expect(await there.json('bundle', 'merge', path)).toMatchObject({ versions: 1, sameVersions: 1 })
  })

  test('what cannot be together or is not there is refused', async () => {
    const error = (...words: string[]) => here.error('bundle', 'create', 'all.tar', ...words)
    expect(await error('--model', 'churn/1', '-e', 'Default')).toMatchObject({ code: 'usage' })
    expect(await error('--model', 'churn/1', '--no-models')).toMatchObject({ code: 'usage' })
    expect(await error('--model', 'churn/9')).toMatchObject({ code: 'not-found' })
    expect(await error('--model', 'chrun')).toMatchObject({ code: 'not-found' })
  })
})
