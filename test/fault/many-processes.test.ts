import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { broken, buildWorker, pause, scratch, size, startWorker, tell } from './workers.ts'

let worker: string
beforeAll(async () => {
  worker = await buildWorker()
})

/** Runs workers at once and gives all they said; every one has to end well. */
async function together(directory: string, works: readonly (readonly [string, number])[]): Promise<string[]> {
  const workers = works.map(([work, argument]) =>
    startWorker([process.execPath, worker, directory, work, String(argument)]),
  )
  const ended = await Promise.all(workers.map(one => one.ended))
  expect(ended.filter(({ code, stderr }) => code !== 0 || stderr !== '')).toEqual([])
  return workers.flatMap(({ lines }) => lines())
}

const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one)

test('any number of processes may start on a path that does not exist', async () => {
  const directory = join(scratch, 'fresh')
  const said = await together(directory, times(32, ['some', size(10, 100)]))
  expect(said.filter(line => line === 'DONE')).toHaveLength(32)
  expect(await broken(directory, said)).toEqual([])
  tell(`32 processes on a fresh path: ${said.length - 32} acknowledged writes, 0 failures, 0 lost`)
}, 600_000)

test('many writers all get their turn', async () => {
  const [writers, count] = [16, size(40, 300)]
  const said = await together(join(scratch, 'fair'), times(writers, ['holding', count]))
  const waits = said.filter(line => line.startsWith('W')).map(line => Number(line.slice(2)))
  expect(waits).toHaveLength(writers)
  // A bound for fairness, not for speed: all the others' transactions, one after the other, many times over.
  expect(Math.max(...waits)).toBeLessThan(60_000)
  tell(`16 writers x ${count}: 0 failures, longest wait ${(Math.max(...waits) / 1000).toFixed(1)} s`)
}, 1_200_000)

test('the collector never takes what a writer was told is stored', async () => {
  const ms = size(4_000, 60_000)
  const directory = join(scratch, 'churned')
  const said = await together(directory, [
    ...times(4, ['churn', ms] as const),
    ...times(2, ['collect', ms] as const),
  ])
  const puts = said.filter(line => line.startsWith('P'))
  const collected = said
    .filter(line => line.startsWith('G'))
    .reduce((sum, line) => sum + Number(line.slice(2)), 0)
  expect(await broken(directory, [])).toEqual([])
  expect(Math.min(puts.length, collected)).toBeGreaterThan(0)
  tell(`gc against 4 writers, ${ms / 1000} s: ${puts.length} puts, ${collected} files collected, 0 lost`)
}, 600_000)

test('a backup made while others write and collect is restored whole', async () => {
  const rounds = size(2, 20)
  const directory = join(scratch, 'copied')
  const busy = together(directory, [
    ...times(3, ['churn', rounds * 2_500] as const),
    ['collect', rounds * 2_500] as const,
  ])
  const mlreg = (...words: string[]) =>
    new Promise<{ status: number | null; stderr: string }>(done => {
      const { child, ended } = startWorker([process.execPath, resolve('bin/mlreg.js'), ...words])
      void ended.then(({ stderr }) => done({ status: child.exitCode, stderr }))
    })
  await pause(1_000)
  let backups = 0
  for (let round = 0; round < rounds; round++) {
    const [kept, again] = [`kept-${round}`, `again-${round}`].map(name => join(scratch, name)) as [
      string,
      string,
    ]
    expect(await mlreg('backup', kept, '--store', directory)).toEqual({ status: 0, stderr: '' })
    expect(await mlreg('restore', kept, again)).toEqual({ status: 0, stderr: '' })
    expect(await broken(again, [])).toEqual([])
    expect(rowsOf(again)).toBe(rowsOf(kept))
    backups++
  }
  await busy
  tell(`backup under load: ${backups} made, restored and compared, 0 differences`)
}, 1_200_000)

/** Everything in a database, as SQL. */
function rowsOf(store: string): string {
  const Database = createRequire(import.meta.url)('better-sqlite3')
  const database = new Database(join(store, 'mlreg.db'), { readonly: true })
  try {
    const names = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .pluck()
      .all()
    return JSON.stringify(
      names.map((name: string) => database.prepare(`SELECT * FROM "${name}"`).raw().all()),
    )
  } finally {
    database.close()
  }
}
