import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { loadSqlite } from '../../../src/store/sqlite.ts'
import { store, storedRun } from '../store/stored-run.ts'
import { violations } from '../store/valid.ts'
import { Workspace } from '../tracking/workspace.ts'

let work: Workspace
let run: string

beforeEach(async () => {
  work = new Workspace()
  run = await storedRun(work, { 'model/weights.bin': 'weights', 'a b.txt': 'text' })
  await work.out('log', 'param', 'lr=0.1', 'model/depth=6', '--run', run)
  await work.out('log', 'tag', 'note=two\nlines: ü', '--run', run)
  for (const [step, value] of [
    '0.5',
    'nan',
    'inf',
    '-inf',
    '-0',
    '1e-300',
    '0.30000000000000004',
  ].entries()) {
    await work.out('log', 'metric', `eval/loss=${value}`, '--run', run, '--step', String(step))
  }
  writeFileSync(join(work.directory, 'train.csv'), 'a,b\n1,2\n3,4\n')
  await work.out('log', 'data', join(work.directory, 'train.csv'), '--run', run)
  await work.out('finish', '--run', run)
  for (const name of ['yes', '1:30', "it's: #1", '- x', '{a}', 'null']) {
    await work.out('start', '--experiment', `E ${name}`, '--name', name, '--parent', run)
  }
  await work.out('experiments', 'delete', 'E {a}', '--yes')
})

const inWork = (name: string) => join(work.directory, name)

test('what goes out and comes in again is the same, but for what MLflow has no place for', async () => {
  const done = await work.json('export', 'mlflow', 'mlruns', '--deleted')
  expect(done).toMatchObject({ format: 'mlflow', runs: 7, path: inWork('mlruns') })
  expect(violations('export', done)).toBe('')
  const other = new Workspace()
  await other.out('init')
  expect(await other.json('import', 'mlflow', inWork('mlruns'))).toMatchObject({
    runs: 7,
    files: 2,
    skipped: 0,
  })
  for (const one of [work, other]) {
    await one.out('export', 'jsonl', 'points.jsonl', '--history', '--deleted')
    await one.out('export', 'jsonl', 'runs.jsonl', '--deleted')
  }
  const points = (one: Workspace) => readFileSync(join(one.directory, 'points.jsonl'), 'utf8')
  expect(points(other)).toBe(points(work))
  const runs = (one: Workspace) =>
    readFileSync(join(one.directory, 'runs.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
      .map(
        ({ id, name, experiment, status, start, end, user, parent, lifecycle, params, artifacts, data }) => ({
          ...{ id, name, experiment, status, start, end, user, parent, lifecycle, params, artifacts },
          data: data.map(({ rows, columns, source }: Record<string, unknown>) => ({ rows, columns, source })),
        }),
      )
      .sort((a, b) => (a.id < b.id ? -1 : 1))
  expect(runs(other)).toEqual(runs(work))
})

test('nothing of somebody else is replaced, and nothing is left half-written', async () => {
  mkdirSync(inWork('mlruns'))
  writeFileSync(inWork('mlruns/own'), 'mine')
  expect(await work.error('export', 'mlflow', 'mlruns')).toMatchObject({ code: 'already-exists' })
  expect(await work.error('export', 'mlflow', 'mlruns', '--force')).toMatchObject({ code: 'conflict' })
  expect(readdirSync(inWork('mlruns'))).toEqual(['own'])
  await work.out('export', 'mlflow', 'again')
  await work.out('export', 'mlflow', 'again', '--force', '-e', 'E yes')
  expect(readdirSync(inWork('again')).sort()).toEqual(['.mlreg-export', '1'])
  expect(readdirSync(work.directory).filter(name => name.endsWith('.tmp'))).toEqual([])
})

test('a param that would be a directory of another is refused by name', async () => {
  await work.out('log', 'param', 'model=tree', '--run', run)
  const error = await work.error('export', 'mlflow', 'mlruns')
  expect(error).toMatchObject({ code: 'conflict', message: expect.stringContaining('"model/depth"') })
  expect(existsSync(inWork('mlruns'))).toBe(false)
})

describe('registered models', () => {
  beforeEach(async () => {
    await work.out('register', 'churn', '--run', run, '--path', 'model', '--tag', 'data/month=2026-04')
    writeFileSync(inWork('own.pkl'), 'own')
    await work.out('register', 'churn', inWork('own.pkl'), '--description', 'from\nelsewhere: #1')
    await work.out('register', 'churn', '--run', run, '--path', 'a b.txt')
    await work.out('register', 'churn', inWork('own.pkl'), '--again')
    const Database = await loadSqlite()
    const database = new Database(inWork('.mlreg/mlreg.db'))
    database.exec(`UPDATE versions SET stage = 'Production' WHERE version = 1;
      UPDATE versions SET stage = 'Canary' WHERE version = 2;
      UPDATE versions SET lifecycle = 'deleted' WHERE version = 4;
      INSERT INTO model_tags VALUES (1, 'team', 'growth: ü');
      INSERT INTO aliases SELECT model, 'champion', id FROM versions WHERE version = 2`)
    database.close()
  })

  test('go out and come in again', async () => {
    const done = await work.json('export', 'mlflow', 'mlruns')
    expect(done).toMatchObject({ versions: 3 })
    expect(violations('export', done)).toBe('')
    const other = new Workspace()
    await other.out('init')
    const { stdout } = await other.run(['import', 'mlflow', inWork('mlruns'), '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ models: 1, versions: 3, skipped: 0 })
    const shown = async (one: Workspace) => {
      const model = await one.json<{ tags: object; versions: Record<string, unknown>[] }>(
        'models',
        'show',
        'churn',
      )
      return {
        tags: model.tags,
        versions: model.versions.map(
          ({ version, aliases, run, digest, created, by, description, metrics }) => ({
            ...{ version, aliases, run, digest, created, by, description, metrics },
          }),
        ),
      }
    }
    expect(await shown(other)).toEqual(await shown(work))
    const { versions } = await other.json<{ versions: object[] }>('models', 'show', 'churn')
    expect(versions).toMatchObject([
      { version: 3, stage: 'None', source: `runs:/${run}/a b.txt` },
      { version: 2, stage: 'None', tags: { 'mlreg.stage': 'Canary' } },
      { version: 1, stage: 'Production', tags: { 'data/month': '2026-04' }, source: `runs:/${run}/model` },
    ])
    expect(await other.out('register', 'churn', inWork('own.pkl'), '--again')).toBe('churn/5\n')
  })

  test('only those of the runs that go out', async () => {
    expect(await work.json('export', 'mlflow', 'mlruns', '-e', 'Default')).toMatchObject({ versions: 2 })
    expect(await work.json('export', 'mlflow', 'others', '-e', 'E yes')).toMatchObject({ versions: 0 })
    expect(existsSync(inWork('others/models'))).toBe(false)
  })

  test('a version whose run has other files by now keeps its own', async () => {
    await store(work, run, 'model/weights.bin', 'later')
    await work.out('export', 'mlflow', 'mlruns')
    const other = new Workspace()
    await other.out('init')
    await other.run(['import', 'mlflow', inWork('mlruns')])
    await other.out('get', 'models:/churn/1', 'got')
    expect(readFileSync(join(other.directory, 'got/weights.bin'), 'utf8')).toBe('weights')
  })
})

const client = process.env.MLREG_MLFLOW_PYTHON ?? 'python3'
const hasClient = spawnSync(client, ['-c', 'import mlflow']).status === 0

describe.skipIf(!hasClient)('the real client (needs Python with mlflow: MLREG_MLFLOW_PYTHON)', () => {
  test('reads all of it', async () => {
    await work.out('export', 'mlflow', 'mlruns', '--deleted')
    const script = `
import json, os, sys
os.environ['MLFLOW_ALLOW_FILE_STORE'] = 'true'
from mlflow import MlflowClient
client = MlflowClient(tracking_uri=sys.argv[1])
run = client.get_run(sys.argv[2])
experiments = client.search_experiments(view_type=3)
print(json.dumps({
  'experiments': sorted(e.name for e in experiments),
  'names': sorted(r.info.run_name for r in client.search_runs([e.experiment_id for e in experiments], run_view_type=3)),
  'status': run.info.status, 'params': run.data.params, 'note': run.data.tags['note'],
  'points': [[m.step, repr(m.value)] for m in client.get_metric_history(run.info.run_id, 'eval/loss')],
  'data': [[d.dataset.name, json.loads(d.dataset.profile), d.tags[0].value] for d in run.inputs.dataset_inputs],
  'weights': open(client.download_artifacts(run.info.run_id, 'model/weights.bin')).read(),
  'filtered': len(client.search_runs(['0'], "params.lr = '0.1'")),
}))`
    const { stdout, stderr } = spawnSync(client, ['-c', script, inWork('mlruns'), run], { encoding: 'utf8' })
    expect(stdout, stderr).not.toBe('')
    const names = ['yes', '1:30', "it's: #1", '- x', '{a}', 'null']
    expect(JSON.parse(stdout)).toEqual({
      experiments: ['Default', ...names.map(name => `E ${name}`)].sort(),
      names: [...names, expect.any(String)].length === 7 ? expect.arrayContaining(names) : [],
      status: 'FINISHED',
      params: { lr: '0.1', 'model/depth': '6' },
      note: 'two\nlines: ü',
      points: ['0.5', 'nan', 'inf', '-inf', '-0.0', '1e-300', '0.30000000000000004'].map((value, i) => [
        i,
        value,
      ]),
      data: [['train.csv', { num_rows: 2, num_elements: 4 }, 'training']],
      weights: 'weights',
      filtered: 1,
    })
  }, 180_000)

  test('sees registered models, and gives the next number', async () => {
    await work.out('register', 'churn', '--run', run, '--path', 'model', '--tag', 'a=b')
    writeFileSync(inWork('own.pkl'), 'own')
    await work.out('register', 'churn', inWork('own.pkl'))
    await work.out('register', 'churn', inWork('own.pkl'), '--again')
    const Database = await loadSqlite()
    const database = new Database(inWork('.mlreg/mlreg.db'))
    database.exec(`UPDATE versions SET stage = 'Production' WHERE version = 1;
      UPDATE versions SET lifecycle = 'deleted' WHERE version = 3;
      INSERT INTO model_tags VALUES (1, 'team', 'growth');
      INSERT INTO aliases SELECT model, 'champion', id FROM versions WHERE version = 2`)
    database.close()
    await work.out('export', 'mlflow', 'mlruns')
    const script = `
import json, os, sys
os.environ['MLFLOW_ALLOW_FILE_STORE'] = 'true'
import mlflow
from mlflow import MlflowClient
mlflow.set_tracking_uri(sys.argv[1])
client = MlflowClient(tracking_uri=sys.argv[1])
model = client.get_registered_model('churn')
versions = client.search_model_versions("name = 'churn'")
fetch = lambda uri: mlflow.artifacts.download_artifacts(uri)
print(json.dumps({
  'models': [m.name for m in client.search_registered_models()],
  'tags': model.tags, 'aliases': model.aliases,
  'versions': sorted([int(v.version), v.current_stage, v.run_id, v.tags] for v in versions),
  'production': [v.version for v in client.get_latest_versions('churn', ['Production'])],
  'weights': open(os.path.join(fetch('models:/churn/Production'), 'weights.bin')).read(),
  'own': open(os.path.join(fetch('models:/churn@champion'), 'own.pkl')).read(),
  'next': client.create_model_version('churn', 'x').version,
}))`
    const { stdout, stderr } = spawnSync(client, ['-c', script, inWork('mlruns')], { encoding: 'utf8' })
    expect(stdout, stderr).not.toBe('')
    expect(JSON.parse(stdout)).toEqual({
      models: ['churn'],
      tags: { team: 'growth' },
      aliases: { champion: '2' },
      versions: [
        [1, 'Production', run, { a: 'b' }],
        [2, 'None', null, {}],
      ],
      production: [1],
      weights: 'weights',
      own: 'own',
      next: 4,
    })
  }, 180_000)
})
