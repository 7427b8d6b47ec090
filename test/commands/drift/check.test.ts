import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeEach, expect, test } from 'vitest'
import { Workspace } from '../tracking/workspace.ts'

interface Check {
  readonly time: string
  readonly verdict: string
  readonly run: string
  readonly drifted: number
  readonly baseline: string
  readonly data: { readonly name: string; readonly digest: string | null; readonly rows: number }
  readonly top: readonly { readonly column: string }[]
  readonly report: string
}

interface Shown {
  readonly versions: readonly {
    readonly version: number
    readonly lastCheck: Check | null
    readonly checks?: readonly Check[]
    readonly baseline: { readonly profile: string }
  }[]
}

const validate = new Ajv2020({ allowUnionTypes: true, formats: { 'date-time': true } }).compile(
  JSON.parse(readFileSync('schemas/model.schema.json', 'utf8')),
)

let work: Workspace

const place = (name: string) => join(work.directory, name)
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')

function csv(name: string, shift = 0): string {
  const rows = Array.from({ length: 400 }, (_, i) => `${((i * 7919) % 400) + shift},${'xyz'[i % 3]}`)
  writeFileSync(place(name), `age,plan\n${rows.join('\n')}\n`)
  return place(name)
}

async function shown(model: string): Promise<Shown['versions'][number]> {
  const text = await work.out('models', 'show', model, '--json')
  expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true)
  const [version] = (JSON.parse(text) as Shown).versions
  if (version === undefined) throw new Error(`${model} has no version`)
  return version
}

beforeEach(async () => {
  work = new Workspace()
  await work.out('init')
  writeFileSync(place('model.pkl'), 'weights')
  await work.out('register', 'churn', 'model.pkl', '--baseline', csv('train.csv'))
})

test('a result is attached to the version, whatever it is, with the report', async () => {
  expect((await shown('churn/1')).lastCheck).toBeNull()
  const found = await work.run(['drift', 'models:/churn/1', csv('week.csv', 300), '--log', '--json'])
  expect(found.exit).toBe(1)
  const first = await shown('churn/1')
  expect(first.lastCheck).toMatchObject({
    time: '2026-05-01T12:00:00.000Z',
    by: 'tester',
    verdict: 'drift',
    run: JSON.parse(found.stdout).run,
    exit: 1,
    policy: 'calibrated',
    columns: 2,
    compared: 2,
    drifted: 1,
    share: 0.5,
    data: { name: 'week.csv', digest: sha256(readFileSync(place('week.csv'))), rows: 400 },
    baseline: first.baseline.profile,
    top: [{ column: 'age', severity: 'major', test: 'psi-calibrated' }],
    report: sha256(found.stdout),
  })
  work.env.MLREG_NOW = '2026-05-08T12:00:00Z'
  const fine = await work.run(['drift', 'models:/churn/1', csv('next.csv'), '--json', '--log'])
  expect(fine.exit).toBe(0)
  const second = await shown('churn/1')
  expect(second.lastCheck).toMatchObject({ verdict: 'ok', drifted: 0, top: [], data: { name: 'next.csv' } })
  expect(second.checks?.map(({ verdict }) => verdict)).toEqual(['ok', 'drift'])
})

test('show tells when it was checked last and what came out', async () => {
  await work.run(['drift', 'churn/1', csv('week.csv', 300), '--log', 'new'])
  const one = await work.out('models', 'show', 'churn/1')
  expect(one).toContain('drift, 2026-05-01 12:00:00: week.csv, 1 of 2 columns (age)\n')
  expect(await work.out('models', 'show', 'churn', '--wide')).toMatch(/✗ drift, 2026-05-01/)
  for (let week = 1; week <= 11; week++) {
    await work.run(['drift', 'churn/1', place('train.csv'), '--log'])
  }
  const many = await work.out('models', 'show', 'churn/1')
  expect(many).toContain('checks: the last 10 of 12\n')
  expect(many).toContain('ok: train.csv, 0 of 1 column\n')
  expect((await shown('churn')).checks).toBeUndefined()
  const csvText = await work.out('models', 'show', 'churn', '--format', 'csv')
  expect(csvText.split('\n')[0]).toContain('last_check,last_verdict')
})

test('the run has the figures, and both windows under names that say what they are', async () => {
  const { stdout } = await work.run(['drift', 'churn/latest', csv('week.csv', 300), '--log', '--json'])
  const { run, reference } = JSON.parse(stdout)
  const { run: recorded } = await work.json<{ run: { data: Record<string, unknown>[]; metrics: object } }>(
    'runs',
    'show',
    run,
  )
  expect(recorded.data).toMatchObject([
    { name: 'train.csv', context: 'reference', rows: 400, digest: reference.baseline.digest },
    { name: 'week.csv', context: 'current', rows: 400 },
  ])
  expect(recorded.metrics).toMatchObject({ 'drift/drifted': { last: 1 } })
  const text = await work.run(['drift', 'churn/1', place('week.csv'), '--log', run])
  expect(text.stdout).toContain(`recorded in run ${run} and with churn/1\n`)
  expect((await shown('churn/1')).checks).toHaveLength(2)
})

test('the audit has it, and the store holds together', async () => {
  await work.run(['drift', 'churn/1', csv('week.csv', 300), '--log'])
  const { events } = await work.json<{ events: Record<string, unknown>[] }>('history', 'churn')
  const { versions } = await work.json<Shown>('models', 'show', 'churn/1')
  expect(events.at(-1)).toMatchObject({
    action: 'check',
    version: 1,
    details: {
      verdict: 'drift',
      exit: 1,
      drifted: 1,
      columns: ['age'],
      data: { name: 'week.csv' },
      run: versions[0]?.lastCheck?.run,
    },
  })
  expect(await work.json('fsck', '--read-data')).toMatchObject({ verdict: 'ok' })
  expect(await work.json('gc', '--delete')).toMatchObject({})
  expect(await work.json('fsck', '--read-data')).toMatchObject({ verdict: 'ok' })
})

test('without a version nothing is attached, and nothing without --log', async () => {
  await work.run(['drift', place('train.csv'), csv('week.csv', 300), '--log'])
  await work.run(['drift', 'churn/1', place('week.csv')])
  await work.run(['drift', place('train.csv'), 'models:/churn/1', '--log'])
  expect((await shown('churn/1')).checks).toEqual([])
})

test('an old check says that it was of another baseline', async () => {
  await work.run(['drift', 'churn/1', csv('week.csv', 300), '--log'])
  const before = await shown('churn/1')
  await work.out('register', 'churn/1', '--baseline', place('week.csv'))
  await work.run(['drift', 'churn/1', place('week.csv'), '--log'])
  const after = await shown('churn/1')
  expect(after.baseline.profile).not.toBe(before.baseline.profile)
  expect(after.checks?.map(({ verdict, baseline }) => [verdict, baseline])).toEqual([
    ['ok', after.baseline.profile],
    ['drift', before.baseline.profile],
  ])
})
