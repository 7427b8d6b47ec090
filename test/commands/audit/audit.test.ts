import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { loadSqlite } from '../../../src/store/sqlite.ts'
import { storedRun } from '../store/stored-run.ts'
import { violations } from '../store/valid.ts'
import { Workspace } from '../tracking/workspace.ts'

interface Audit {
  readonly verdict: string
  readonly events: number
  readonly head: { readonly id: number; readonly time: string; readonly hash: string } | null
  readonly problems: readonly {
    readonly kind: string
    readonly id: number | null
    readonly message: string
  }[]
}

let work: Workspace

beforeEach(async () => {
  work = new Workspace()
  const run = await storedRun(work, { 'model.pkl': 'weights' })
  await work.out('register', 'churn "ö" \u2028 x', '--run', run, '--description', 'a\tb \u007f "c"')
  work.env.MLREG_ACTOR = 'Ada Ö. <ada@example.org>'
  await work.run(['start', '--name', 'line\nbreak', '--tag', 'note=a\nb'])
})

const inWork = (name: string) => join(work.directory, name)

async function tamper(sql: string, store = '.mlreg'): Promise<void> {
  const Database = await loadSqlite()
  const database = new Database(inWork(`${store}/mlreg.db`))
  database.exec(sql)
  database.close()
}

async function verified(...words: string[]): Promise<{ exit: number; audit: Audit }> {
  const { exit, stdout } = await work.run(['audit', 'verify', '--json', ...words])
  const audit = JSON.parse(stdout)
  expect(violations('audit', audit)).toBe('')
  return { exit, audit }
}

test('a whole chain exits 0 and prints the hash that stands for it', async () => {
  const { exit, audit } = await verified()
  expect(exit).toBe(0)
  expect(audit).toMatchObject({ verdict: 'ok', problems: [], head: { id: audit.events } })
  expect(await work.out('audit', 'verify')).toContain(`${audit.head?.hash}`)
  expect(await work.out('audit', 'verify', '-q')).toBe('')
  expect((await verified('--expect', `${audit.head?.hash}`)).exit).toBe(0)
})

test('what was done to it exits 1, by name, and fsck says so too', async () => {
  await tamper("UPDATE events SET actor = 'eve' WHERE id = 2")
  const { exit, audit } = await verified()
  expect(exit).toBe(1)
  expect(audit).toMatchObject({
    verdict: 'broken',
    problems: [
      {
        kind: 'changed',
        id: 2,
        message: expect.stringMatching(/^event 2 \(.*2026-05-01T12:00:00.000Z\) is not what/),
      },
    ],
  })
  const fsck = await work.run(['fsck', '--json'])
  expect(fsck.exit).toBe(1)
  expect(JSON.parse(fsck.stdout).problems).toMatchObject([
    { kind: 'database', message: expect.stringContaining('event 2') },
  ])
  const text = await work.run(['audit', 'verify'])
  expect(text.exit).toBe(1)
  expect(text.stdout).toContain('1 problem')
  const csv = await work.run(['audit', 'verify', '--format', 'csv'])
  expect(csv.stdout).toMatch(/^kind,id,time,action,subject,message\r?\nchanged,2,2026-05-01T12:00:00.000Z,/)
})

test('a tail that is cut off exits 1, here and in a copy made afterwards', async () => {
  const { audit: before } = await verified()
  await tamper(`DELETE FROM events WHERE id = ${before.events}`)
  expect((await verified()).audit.problems).toMatchObject([
    { kind: 'missing', id: before.events },
    { kind: 'state', message: expect.stringContaining('is here, and no event made it') },
  ])
  await work.out('backup', 'backup')
  const { audit } = await verified('--store', 'backup')
  expect(audit.problems).toMatchObject([{ kind: 'missing', id: before.events }, { kind: 'state' }])
  const error = await work.error('restore', 'backup', 'restored')
  expect(error).toMatchObject({ code: 'corrupt', message: expect.stringContaining('is missing at the end') })
})

test('a hash that is not there exits 1, one that is none is a mistake', async () => {
  const { exit, audit } = await verified('--expect', 'a'.repeat(64))
  expect({ exit, problems: audit.problems }).toMatchObject({
    exit: 1,
    problems: [{ kind: 'expected', id: null }],
  })
  expect((await work.run(['audit', 'verify', '--expect', 'abc'])).exit).toBe(2)
})

test('no store is no answer', async () => {
  const empty = new Workspace()
  expect(await empty.error('audit', 'verify')).toMatchObject({ code: 'not-found' })
  expect(await empty.error('audit', 'export')).toMatchObject({ code: 'not-found' })
  expect(existsSync(join(empty.directory, '.mlreg'))).toBe(false)
})

describe('the chain goes on', () => {
  const whole = async (store: string, hash: string) =>
    expect(await verified('--store', store, '--expect', hash)).toMatchObject({ exit: 0 })
  const head = async (store = '.mlreg') => `${(await verified('--store', store)).audit.head?.hash}`

  test('through backup and restore', async () => {
    const hash = await head()
    await work.out('backup', 'backup')
    await work.out('restore', 'backup', 'restored')
    expect(await head('restored')).toBe(hash)
    await work.run(['start', '--store', 'restored'])
    await whole('restored', hash)
  })

  test('through a bundle', async () => {
    const other = new Workspace()
    await storedRun(other, { 'a.txt': 'a' })
    writeFileSync(inWork('own.pkl'), 'own')
    await other.out('register', 'fraud', inWork('own.pkl'))
    const file = join(other.directory, 'all.tar')
    await other.out('bundle', 'create', file)
    const hash = await head()
    await work.out('bundle', 'merge', file)
    await whole('.mlreg', hash)
    expect(await head()).not.toBe(hash)
    const merged = await head()
    await work.out('bundle', 'merge', file)
    expect(await head()).toBe(merged)
  })

  test('through an import', async () => {
    const hash = await head()
    await work.run(['import', 'mlflow', join(process.cwd(), 'fixtures/mlflow/models-folder/mlruns')])
    await whole('.mlreg', hash)
    expect((await verified()).audit.events).toBeGreaterThan(8)
  })
})

describe('an export', () => {
  /** The check in the documentation, as it stands there. */
  function python(file: string) {
    const [, script = ''] = /```python\n(.*?)```/s.exec(readFileSync('docs/audit.md', 'utf8')) ?? []
    return spawnSync('python3', ['-c', script, file], { encoding: 'utf8' })
  }

  test('has all that the hashes cover: the documented check comes to the same', async () => {
    const { audit } = await verified()
    const done = await work.json('audit', 'export', '-o', 'audit.jsonl')
    expect(violations('audit-export', done)).toBe('')
    expect(done).toMatchObject({ path: inWork('audit.jsonl'), events: audit.events, head: audit.head?.hash })
    const { status, stdout, stderr } = python(inWork('audit.jsonl'))
    expect({ status, stderr, stdout }).toEqual({
      status: 0,
      stderr: '',
      stdout: `${audit.events} ${audit.head?.hash}\n`,
    })
    const lines = readFileSync(inWork('audit.jsonl'), 'utf8').trimEnd().split('\n')
    for (const line of lines) expect(violations('audit-event', JSON.parse(line))).toBe('')
    expect(await work.out('audit', 'export')).toBe(readFileSync(inWork('audit.jsonl'), 'utf8'))
  })

  test.each<[string, (lines: string[]) => string[], RegExp]>([
    ['a changed line', lines => lines.with(1, (lines[1] as string).replace('tester', 'eve')), /event 2/],
    ['a missing line', lines => lines.toSpliced(1, 1), /event 2/],
    ['two swapped lines', lines => [lines[1] as string, lines[0] as string, ...lines.slice(2)], /event 1/],
  ])('the documented check finds %s', async (_, change, message) => {
    const lines = (await work.out('audit', 'export')).trimEnd().split('\n')
    writeFileSync(inWork('changed.jsonl'), `${change(lines).join('\n')}\n`)
    const { status, stderr } = python(inWork('changed.jsonl'))
    expect(status).toBe(1)
    expect(stderr).toMatch(message)
  })

  test('is written whole or not at all, over nothing', async () => {
    await work.out('audit', 'export', '-o', 'audit.jsonl')
    expect(await work.error('audit', 'export', '-o', 'audit.jsonl')).toMatchObject({ code: 'already-exists' })
    await work.out('audit', 'export', '-o', 'audit.jsonl', '--force')
    expect(await work.error('audit', 'export', '-o', 'no/where.jsonl')).toHaveProperty('code')
  })
})
