import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { beforeEach, describe, expect, test } from 'vitest'
import { violations } from '../store/valid.ts'
import { Workspace } from '../tracking/workspace.ts'

let work: Workspace
let first: string

beforeEach(async () => {
  work = new Workspace()
  const start = await work.run(['start', '--experiment', 'churn', '--name', 'one', '--param', 'lr=0.1'])
  first = start.stdout.trim()
  await work.out('log', 'metric', 'auc=0.5', '--step', '1', '--run', first)
  await work.out('log', 'metric', 'auc=0.75', '--step', '2', '--run', first)
  await work.out('log', 'metric', 'loss=nan', 'gap=-inf', '--step', '2', '--run', first)
  await work.out('log', 'tag', 'note=a "quoted", tag', 'sum==1+1', '--run', first)
  await work.out('start', '--name', 'other', '--param', 'lr=0.2')
})

const inWork = (name: string) => join(work.directory, name)
const read = (name: string) => readFileSync(inWork(name), 'utf8')

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const connection = await (await DuckDBInstance.create()).connect()
  const reader = await connection.runAndReadAll(sql)
  return reader.getRowObjectsJson()
}

test('csv: a row a run, a column for all that any of them has', async () => {
  const done = await work.json('export', 'csv', 'runs.csv')
  expect(done).toMatchObject({ format: 'csv', runs: 2, rows: 2, path: inWork('runs.csv') })
  expect(violations('export', done)).toBe('')
  const [names = '', one = '', two = ''] = read('runs.csv').split('\n')
  expect(names).toMatch(
    /^id,name,experiment,status,lifecycle,start,end,.*,params.lr,metrics.auc,metrics.gap,/,
  )
  expect(one).toContain(`${first},one,churn,RUNNING,active,2026-05-01T12:00:00.000Z,,`)
  expect(one).toContain(`,0.1,0.75,-Infinity,NaN,"a ""quoted"", tag",'=1+1`)
  expect(two).toMatch(/,other,Default,.*,0.2,,,,,$/)
})

test('parquet: the same rows and values, as DuckDB reads them', async () => {
  await work.out('export', 'parquet', 'runs.parquet')
  const rows =
    await query(`SELECT id, "start"::VARCHAR AS start, "end", "params.lr", "metrics.auc", "metrics.gap",
    isnan("metrics.loss") AS diverged, "tags.note", "artifacts.files" FROM '${inWork('runs.parquet')}'`)
  expect(rows).toMatchObject([
    {
      id: first,
      start: expect.stringContaining('2026-05-01 12:00:00'),
      end: null,
      'params.lr': '0.1',
      'metrics.auc': 0.75,
      'metrics.gap': '-Infinity',
      diverged: true,
      'tags.note': 'a "quoted", tag',
      'artifacts.files': '0',
    },
    { 'params.lr': '0.2', 'metrics.auc': null, diverged: null },
  ])
})

test('jsonl: a line a run, as runs show has it', async () => {
  await work.out('export', 'jsonl', 'runs.jsonl')
  const lines = read('runs.jsonl').trimEnd().split('\n')
  const { run } = await work.json('runs', 'show', first)
  expect(JSON.parse(lines[0] as string)).toEqual(run)
  expect(lines).toHaveLength(2)
})

test('the history holds every point, in each format', async () => {
  for (const format of ['csv', 'parquet', 'jsonl']) {
    const done = await work.json('export', format, `points.${format}`, '--history')
    expect(done).toMatchObject({ rows: 4, runs: 2 })
  }
  const time = '2026-05-01T12:00:00.000Z'
  expect(read('points.csv')).toBe(
    `run,key,step,time,value
${first},auc,1,${time},0.5
${first},auc,2,${time},0.75
${first},gap,2,${time},-Infinity
${first},loss,2,${time},NaN
`,
  )
  const points = await query(`SELECT key, step::INT AS step, value FROM '${inWork('points.parquet')}'`)
  expect(points.map(Object.values)).toEqual([
    ['auc', 1, 0.5],
    ['auc', 2, 0.75],
    ['gap', 2, '-Infinity'],
    ['loss', 2, 'NaN'],
  ])
  const lines = read('points.jsonl').trimEnd().split('\n')
  expect(lines.map(line => JSON.parse(line).value)).toEqual([0.5, 0.75, '-Infinity', 'NaN'])
})

test('rows that share a value with NaN in their group are still found by it', async () => {
  await work.out('export', 'parquet', 'points.parquet', '--history')
  const found = await query(`SELECT key FROM '${inWork('points.parquet')}' WHERE value > 0.6 AND value < 0.8`)
  expect(found).toEqual([{ key: 'auc' }])
})

test('only some experiments, and deleted ones when asked', async () => {
  expect(await work.json('export', 'csv', 'a.csv', '--experiment', 'churn')).toMatchObject({ runs: 1 })
  const filter = ['--filter', "params.lr = '0.2'"]
  expect(await work.json('export', 'jsonl', 'f.jsonl', ...filter)).toMatchObject({ runs: 1 })
  expect(JSON.parse(read('f.jsonl')).name).toBe('other')
  expect(await work.json('export', 'csv', 'g.csv', ...filter, '-e', 'churn')).toMatchObject({ runs: 0 })
  await work.out('experiments', 'delete', 'churn', '--yes')
  expect(await work.json('export', 'csv', 'b.csv')).toMatchObject({ runs: 1 })
  expect(await work.json('export', 'csv', 'c.csv', '--deleted')).toMatchObject({ runs: 2 })
  expect(await work.error('export', 'csv', 'd.csv', '-e', 'chorn')).toMatchObject({ code: 'not-found' })
  expect(existsSync(inWork('d.csv'))).toBe(false)
})

test.each(['csv', 'parquet', 'jsonl'])('%s: no runs are an empty table', async format => {
  const empty = new Workspace()
  await empty.out('init')
  const done = await empty.json('export', format, `runs.${format}`)
  expect(done).toMatchObject({ runs: 0, rows: 0 })
  if (format === 'parquet') {
    const rows = await query(`SELECT count(*)::INT AS n FROM '${join(empty.directory, 'runs.parquet')}'`)
    expect(rows).toEqual([{ n: 0 }])
  }
})

test('many runs and points are whole', async () => {
  const batch = Array.from({ length: 60_000 }, (_, step) =>
    JSON.stringify({ step, metrics: { m: step / 3 } }),
  )
  writeFileSync(inWork('batch.jsonl'), batch.join('\n'))
  await work.out('log', 'batch', 'batch.jsonl', '--run', first)
  await work.out('export', 'parquet', 'points.parquet', '--history')
  const [sums] =
    await query(`SELECT count(*)::INT AS n, count(DISTINCT step)::INT AS steps, sum(value) AS total
    FROM '${inWork('points.parquet')}' WHERE key = 'm'`)
  expect(sums).toMatchObject({ n: 60_000, steps: 60_000 })
  expect(Number(sums?.total)).toBeCloseTo((60_000 * 59_999) / 6, 0)
}, 60_000)

describe('nothing is replaced, and nothing is left half-written', () => {
  test('what is there stays without --force', async () => {
    writeFileSync(inWork('runs.csv'), 'mine')
    expect(await work.error('export', 'csv', 'runs.csv')).toMatchObject({
      code: 'already-exists',
      hint: expect.stringContaining('--force'),
    })
    expect(read('runs.csv')).toBe('mine')
    await work.out('export', 'csv', 'runs.csv', '--force')
    expect(read('runs.csv')).toMatch(/^id,name/)
  })

  test('a link that leads nowhere is something that is there', async () => {
    symlinkSync('elsewhere', inWork('runs.csv'))
    expect(await work.error('export', 'csv', 'runs.csv')).toMatchObject({ code: 'already-exists' })
    expect(existsSync(inWork('elsewhere'))).toBe(false)
  })

  test('a directory, and a place that does not exist, are refused', async () => {
    mkdirSync(inWork('out'))
    expect(await work.error('export', 'csv', 'out', '--force')).toMatchObject({ code: 'conflict' })
    expect(await work.error('export', 'jsonl', 'no/runs.jsonl')).toMatchObject({ code: 'cannot-write' })
    expect(await work.error('export', 'parquet', 'no/runs.parquet')).toMatchObject({ code: 'cannot-write' })
    expect(readdirSync(work.directory).sort()).toEqual(['.mlreg', 'out'])
  })

  test('a store that is not there is not made', async () => {
    const empty = new Workspace()
    expect(await empty.error('export', 'csv', 'runs.csv')).toMatchObject({ code: 'not-found' })
    expect(readdirSync(empty.directory)).toEqual([])
  })
})

test('the same store gives the same bytes', async () => {
  for (const format of ['csv', 'parquet', 'jsonl']) {
    await work.out('export', format, `a.${format}`)
    await work.out('export', format, `b.${format}`)
    expect(readFileSync(inWork(`a.${format}`))).toEqual(readFileSync(inWork(`b.${format}`)))
  }
})
