import { mkdirSync, mkdtempSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { reap } from '../../src/spool/reap.ts'
import { scalarLine } from '../../src/spool/record-scalars.ts'
import { replayAll } from '../../src/spool/replay-all.ts'
import { SpoolEntry, spoolEntries } from '../../src/spool/spool-entry.ts'
import type { SpoolRecord } from '../../src/spool/spool-record.ts'
import { artifactsOf } from '../../src/store/artifact-rows.ts'
import { eventsOf } from '../../src/store/events.ts'
import { metricHistory } from '../../src/store/metrics.ts'
import { openStore } from '../../src/store/open-store.ts'
import { runWithId, updateRun } from '../../src/store/runs.ts'
import type { Store } from '../../src/store/store.ts'

const id = '0123456789abcdef0123456789abcdef'
const record: SpoolRecord = {
  format: 1,
  run: {
    ...{ id, experiment: 'churn', startMs: 1_000, user: 'ada', command: ['true'] },
    params: [['lr', '0.1']],
    tags: [],
  },
  owner: { host: 'elsewhere', pid: 1 },
  git: { commit: 'c', branch: null, dirty: false },
  environment: { cwd: '/x' },
  resources: { durationMs: 5 },
  data: [],
  end: { status: 'FAILED', endMs: 2_000, exitCode: 3, exitSignal: null },
}

let store: Store
let spool: string

beforeEach(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'mlreg-spool-'))
  store = await openStore(join(directory, 'store'), { lockTimeoutMs: 60_000, allowNetwork: false })
  spool = join(store.directory, 'spool')
})

function made(state: 'new' | 'ended' = 'ended'): SpoolEntry {
  const entry = new SpoolEntry(spool, id, state)
  entry.make()
  entry.write(record)
  mkdirSync(join(entry.files, 'logs'))
  writeFileSync(join(entry.files, 'logs/stdout.log'), 'out')
  const point = { key: 'loss', step: 0, timeMs: 1_500 }
  writeFileSync(
    entry.scalars,
    [Number.NaN, Infinity, 0.5].map((value, step) => scalarLine({ ...point, value, step })).join(''),
  )
  return entry
}

function recorded() {
  const run = runWithId(store, id)
  if (run === undefined) throw new Error('the run is not there')
  return {
    run,
    files: artifactsOf(store, run).map(({ path }) => path),
    loss: metricHistory(store, run, 'loss').map(({ value }) => value),
    events: eventsOf(store, 'run', id).map(({ action, actor, timeMs }) => [action, actor, timeMs]),
  }
}

function expectWhole(): void {
  const { run, files, loss, events } = recorded()
  expect(run).toMatchObject({
    experiment: 'churn',
    status: 'FAILED',
    startMs: 1_000,
    endMs: 2_000,
    exitCode: 3,
    user: 'ada',
    git: record.git,
    environment: record.environment,
    resources: record.resources,
  })
  expect(files).toEqual(['logs/stdout.log'])
  expect(loss).toEqual([Number.NaN, Infinity, 0.5])
  expect(events).toEqual([
    ['run.start', 'ada', 1_000],
    ['run.finish', 'ada', 2_000],
    ['artifact.put', 'ada', 2_000],
  ])
}

test('an ended run is recorded whole, and its entry goes', async () => {
  made()
  expect(await replayAll(store, spoolEntries([spool]))).toEqual([])
  expectWhole()
  expect(readdirSync(spool)).toEqual([])
})

test('several at once record it once', async () => {
  made()
  const entries = Array.from({ length: 8 }, () => spoolEntries([spool])).flat()
  expect(entries.length).toBe(8)
  expect((await Promise.all(entries.map(one => replayAll(store, [one])))).flat()).toEqual([])
  expectWhole()
})

test('again after a kill before the entry was removed changes nothing', async () => {
  made()
  await replayAll(store, spoolEntries([spool]))
  made()
  expect(await replayAll(store, spoolEntries([spool]))).toEqual([])
  expectWhole()
})

test('a run under way gets its row, and its entry stays', async () => {
  made('new')
  expect(await replayAll(store, spoolEntries([spool]))).toEqual([])
  expect(recorded()).toMatchObject({
    run: { status: 'RUNNING' },
    files: [],
    events: [['run.start', 'ada', 1_000]],
  })
  expect(readdirSync(spool)).toEqual([`${id}.new`])
})

test('an entry whose end was told elsewhere gives its files, and no other end', async () => {
  made()
  await replayAll(store, spoolEntries([spool]))
  const { row } = recorded().run
  updateRun(store, row, { heartbeatMs: 1_500 })
  made('new').write({ ...record, end: null })
  writeFileSync(join(spool, `${id}.new`, 'files/logs/stderr.log'), 'late')
  const request = { beforeMs: 9_000, nowMs: 10_000, actor: 'cron', isAlive: () => false }
  const { ended } = await reap(store, spoolEntries([spool]), request)
  expect(ended).toMatchObject([{ id, status: 'FAILED', endMs: 2_000, exitCode: 3 }])
  expect(recorded().files).toEqual(['logs/stderr.log', 'logs/stdout.log'])
  expect(readdirSync(spool)).toEqual([])
})

test('what cannot be read is set aside and said once', async () => {
  const entry = made()
  writeFileSync(join(entry.directory, 'record.json'), '{"format":1')
  expect(await replayAll(store, spoolEntries([spool]))).toEqual([
    `run ${id} waits to be recorded: the record of run ${id} that waits to be stored cannot be read`,
  ])
  expect(readdirSync(spool)).toEqual([`${id}.unreadable`])
  expect(spoolEntries([spool])).toEqual([])
})

test.each([
  ['another id', { ...record, run: { ...record.run, id: 'f'.repeat(32) } }],
  ['a key that is a path', { ...record, run: { ...record.run, params: [['../x', '1']] } }],
  ['no data', { ...record, data: null }],
])('a record with %s is not believed', async (_, wrong) => {
  made().write(wrong as unknown as SpoolRecord)
  expect((await replayAll(store, spoolEntries([spool]))).length).toBe(1)
  expect(runWithId(store, id)).toBeUndefined()
})

test('a link is never followed out of an entry', async () => {
  const entry = made()
  const secret = join(store.directory, '..', 'secret')
  writeFileSync(secret, 'secret')
  symlinkSync(secret, join(entry.files, 'logs', 'a.log'))
  expect((await replayAll(store, spoolEntries([spool]))).join()).toContain('is a symbolic link')
  expect(recorded().files).toEqual([])
  renameSync(join(spool, `${id}.unreadable`), join(store.directory, '..', 'moved'))
  symlinkSync(join(store.directory, '..', 'moved'), join(spool, id))
  expect((await replayAll(store, spoolEntries([spool]))).join()).toContain('is no directory that mlreg made')
  expect(recorded().files).toEqual([])
})
