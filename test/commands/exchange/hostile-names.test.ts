import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadSqlite } from '../../../src/store/sqlite.ts'
import { clashingNames, refusedNames, takenNames } from '../../artifacts/hostile-names.ts'
import { blobPaths, storedRun } from '../store/stored-run.ts'
import { Workspace } from '../tracking/workspace.ts'

const kept = takenNames.map(name => name.normalize('NFC'))
const bytesOf = (name: string) => Buffer.from(`\0\r\n${name}\xff`, 'latin1')
const expected = Object.fromEntries(kept.map((name, i) => [name, bytesOf(takenNames[i] as string)]))

/** The files below a directory with their bytes, by their names from there. */
function filesBelow(directory: string, prefix = ''): Record<string, Buffer> {
  const files: [string, Buffer][] = readdirSync(directory, { withFileTypes: true }).flatMap(entry => {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) return Object.entries(filesBelow(path, `${prefix}${entry.name}/`))
    return [[prefix + entry.name, readFileSync(path)]]
  })
  return Object.fromEntries(files)
}

/** What a run of a store holds, by getting all of it. */
async function held(work: Workspace, run: string, ...words: string[]): Promise<Record<string, Buffer>> {
  const to = `held-${readdirSync(work.directory).length}`
  await work.out('get', `runs:/${run}`, to, ...words)
  return filesBelow(join(work.directory, to))
}

interface Listed {
  readonly artifacts: { readonly path: string; readonly digest: string }[]
}

describe('names that are taken', () => {
  const here = new Workspace()
  const inHere = (name: string) => join(here.directory, name)
  let run: string

  beforeAll(async () => {
    run = (await here.run(['start', '--name', 'all'])).stdout.trim()
    for (const [i, name] of takenNames.entries()) {
      writeFileSync(inHere('file'), bytesOf(name))
      const { exit } = await here.run(['log', 'artifact', 'file', `--as=${name}`, '--run', run])
      expect([name, exit]).toEqual([name, 0])
      await here.out('log', 'tag', `name.${i}=${name}`, '--run', run)
    }
  }, 60_000)

  test('are enough, and each another', () => {
    expect(new Set(kept).size).toBeGreaterThanOrEqual(80)
    expect(kept).toHaveLength(takenNames.length)
  })

  test('are listed as they are, and as text without what a terminal obeys', async () => {
    const { artifacts } = await here.json<Listed>('artifacts', 'list', run)
    expect(artifacts.map(({ path }) => path).sort()).toEqual([...kept].sort())
    expect(await here.out('artifacts', 'list', run)).not.toMatch(/[\u200b\u200e\u2028\ufeff]/)
  })

  test('are got one by one, in either Unicode form', async () => {
    for (const [i, name] of takenNames.entries()) {
      await here.out('get', `runs:/${run}/${name}`, `one/${i}`)
      expect([name, readFileSync(inHere(`one/${i}`))]).toEqual([name, bytesOf(name)])
    }
  })

  test('are got of a run that has such a name itself', async () => {
    for (const name of ['e\u0301 run', '\u00e9 run']) {
      await here.run(['start', '--experiment', 'third', '--name', name])
      await here.run(['log', 'artifact', 'file', '--as', 'o\u0308', '--run', name])
      await here.out('get', `runs:/${name}/o\u0308`, `of/${name}`)
      expect(readdirSync(inHere('of'))).toContain(name)
    }
  })

  test('are got as a whole', async () => {
    expect(await held(here, run)).toEqual(expected)
  })

  test('are stored as the files of a directory', async () => {
    for (const name of takenNames) {
      mkdirSync(dirname(inHere(`all/${name}`)), { recursive: true })
      writeFileSync(inHere(`all/${name}`), bytesOf(name))
    }
    const second = (await here.run(['start', '--experiment', 'second'])).stdout.trim()
    expect(await here.run(['log', 'artifact', 'all', '--as', 'w', '--run', second])).toMatchObject({
      exit: 0,
    })
    await here.out('get', `runs:/${second}/w`, 'again')
    expect(filesBelow(inHere('again'))).toEqual(expected)
  })

  test('go through a bundle', async () => {
    await here.out('bundle', 'create', 'all.tar')
    expect(await here.json('bundle', 'verify', 'all.tar')).toMatchObject({ verdict: 'ok' })
    const there = new Workspace()
    await there.out('init')
    await there.out('bundle', 'merge', inHere('all.tar'))
    expect(await held(there, run)).toEqual(expected)
    await there.out('bundle', 'create', 'back.tar')
    expect(readFileSync(join(there.directory, 'back.tar'))).toEqual(readFileSync(inHere('all.tar')))
  })

  test('go to JSON lines, CSV and Parquet', async () => {
    for (const format of ['jsonl', 'csv', 'parquet']) {
      await here.out('export', format, `runs.${format}`, '-e', 'Default')
    }
    const shown = JSON.parse(readFileSync(inHere('runs.jsonl'), 'utf8'))
    expect(shown.artifacts.map(({ path }: { path: string }) => path).sort()).toEqual([...kept].sort())
    const tags = `SELECT ${takenNames.map((_, i) => `hex("tags.name.${i}") AS "${i}"`).join(', ')}, "artifacts.files" AS files`
    const connection = await (await DuckDBInstance.create()).connect()
    const csv = `read_csv('${inHere('runs.csv')}', all_varchar = true, header = true, escape = '"')`
    for (const source of [csv, `'${inHere('runs.parquet')}'`]) {
      const [row = {}] = (await connection.runAndReadAll(`${tags} FROM ${source}`)).getRowObjects()
      const isCsv = source === csv
      // Text that a spreadsheet would calculate has a quote before it.
      const guard = isCsv ? /^'(?=[=+\-@])/ : /^$/
      const plain = (hex: unknown) => Buffer.from(String(hex), 'hex').toString().replace(guard, '')
      expect(takenNames.map((_, i) => plain(row[i]))).toEqual(takenNames)
      expect(Number(row.files)).toBe(kept.length)
    }
  })

  test('go to an MLflow folder and come back', async () => {
    await here.out('export', 'mlflow', 'mlruns', '-e', 'Default')
    expect(filesBelow(inHere(`mlruns/0/${run}/artifacts`))).toEqual(expected)
    const there = new Workspace()
    await there.out('init')
    expect(await there.json('import', 'mlflow', inHere('mlruns'))).toMatchObject({ runs: 1, skipped: 0 })
    expect(await held(there, run)).toEqual(expected)
  })

  test('go through a backup', async () => {
    await here.out('backup', 'kept')
    await here.out('restore', 'kept', 'restored')
    expect(await held(here, run, '--store', 'restored')).toEqual(expected)
    expect(await here.json('fsck', '--read-data', '--store', 'restored')).toMatchObject({ leftovers: [] })
  })
})

describe('names that are refused', () => {
  const work = new Workspace()
  let run: string

  beforeAll(async () => {
    run = await storedRun(work, { good: 'good' })
  })

  test.each(refusedNames.map(name => [JSON.stringify(name).slice(0, 40), name]))(
    '%s, before anything is written',
    async (_, name) => {
      writeFileSync(join(work.directory, 'bad'), 'bad')
      for (const what of ['artifact', 'text']) {
        const error = await work.error('log', what, 'bad', `--as=${name}`, '--run', run)
        expect(error).toMatchObject({
          code: 'bad-input',
          message: expect.stringContaining('cannot name an artifact'),
        })
      }
      expect(blobPaths(work)).toHaveLength(1)
      expect(await work.json('fsck')).toMatchObject({ leftovers: [] })
    },
  )

  // SQLite keeps no half of a character.
  const inRows = refusedNames.filter(name => name !== '' && !/\p{Cs}/u.test(name))

  test.each(inRows.map(name => [JSON.stringify(name).slice(0, 40), name]))(
    '%s in a row becomes no path and goes nowhere',
    async (_, name) => {
      const forged = new Workspace()
      await storedRun(forged, { good: 'good' })
      const Database = await loadSqlite()
      const database = new Database(join(forged.directory, '.mlreg/mlreg.db'))
      database.prepare('UPDATE artifacts SET path = ?').run(name)
      const [id] = database.prepare<[], string>('SELECT run_id FROM runs').pluck().all()
      database.close()
      for (const words of [
        ['get', `runs:/${id}`, 'out'],
        ['get', `runs:/${id}/${name}`],
        ['get', `runs:/${id}/${name}`, 'new/'],
        ['export', 'mlflow', 'out'],
        ['bundle', 'create', 'out'],
      ]) {
        expect(['bad-input', 'corrupt', 'not-found']).toContain((await forged.error(...words)).code)
        expect(readdirSync(forged.directory).sort()).toEqual(['.mlreg', 'files'])
      }
    },
  )
})

describe('names beside which others cannot be', () => {
  test.each(clashingNames)('%j and %j are refused together', async (first, second) => {
    const work = new Workspace()
    const run = await storedRun(work, {})
    writeFileSync(join(work.directory, 'file'), '1')
    await work.run(['log', 'artifact', 'file', '--as', first, '--run', run])
    const error = await work.error('log', 'artifact', 'file', '--as', second, '--run', run)
    expect(error).toMatchObject({ code: 'conflict' })
    expect(await work.json<Listed>('artifacts', 'list', run)).toMatchObject({ total: 1 })
  })
})

test('an MLflow folder is taken without the files whose names cannot be kept, and that is said', async () => {
  const here = new Workspace()
  const run = await storedRun(here, { good: 'good' })
  await here.out('export', 'mlflow', 'mlruns')
  const artifacts = join(here.directory, 'mlruns/0', run, 'artifacts')
  for (const name of ['a\\b', 'c:x', 'a\nb', 'a\u202eb', 'GOOD', '\u00e9', 'e\u0301']) {
    writeFileSync(join(artifacts, name), name)
  }
  writeFileSync(Buffer.concat([Buffer.from(`${artifacts}/x`), Buffer.from([0xff])]), 'no text')
  const there = new Workspace()
  await there.out('init')
  const { exit, stderr } = await there.run(['import', 'mlflow', join(here.directory, 'mlruns')])
  expect({ exit, stderr }).toEqual({
    exit: 0,
    stderr: `warning: not imported, 5 times: files with names that mlreg does not keep
warning: not imported, 2 times: files that are others of their run where case and the ways to write a letter are one
`,
  })
  const { artifacts: listed } = await there.json<Listed>('artifacts', 'list', run)
  expect(listed.map(({ path }) => path)).toEqual(['GOOD', '\u00e9'])
})
