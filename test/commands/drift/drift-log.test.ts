import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeEach, expect, test } from 'vitest'
import { Workspace } from '../tracking/workspace.ts'

interface Shown {
  readonly run: {
    readonly experiment: string
    readonly status: string
    readonly exit: { readonly code: number | null }
    readonly metrics: Readonly<Record<string, { readonly last: number; readonly steps: number }>>
    readonly tags: Readonly<Record<string, string>>
    readonly data: readonly {
      readonly name: string
      readonly context: string
      readonly rows: number
      readonly digest: string
    }[]
    readonly artifacts: readonly { readonly path: string }[]
  }
}

interface Answer {
  readonly run: string
  readonly verdict: string
  readonly reference: { readonly digest: string }
  readonly drift: readonly {
    readonly column: string
    readonly tests: Record<string, { statistic: number; pValue?: number }>
  }[]
}

let work: Workspace

beforeEach(async () => {
  work = new Workspace()
  await work.out('init')
  const rows = (shift: number) =>
    Array.from({ length: 300 }, (_, i) => `${((i * 7919) % 300) + shift},${i % 2 ? 'x' : 'y'}`)
  writeFileSync(join(work.directory, 'a.csv'), `n,a|b@c\n${rows(0).join('\n')}\n`)
  writeFileSync(join(work.directory, 'b.csv'), `n,a|b@c\n${rows(200).join('\n')}\n`)
})

const window = (name: string) => join(work.directory, name)

async function drift(...words: string[]): Promise<{ exit: number; answer: Answer; bytes: string }> {
  const { exit, stdout } = await work.run(['drift', ...words, '--json'])
  return { exit, answer: JSON.parse(stdout), bytes: stdout }
}

test('a finding is a run of its own, with every statistic, the report and the digests', async () => {
  const { exit, answer, bytes } = await drift(window('a.csv'), window('b.csv'), '--log', 'new')
  expect(exit).toBe(1)
  expect(
    new Ajv2020({ allowUnionTypes: true }).validate(
      JSON.parse(readFileSync('schemas/drift.schema.json', 'utf8')),
      answer,
    ),
  ).toBe(true)
  const { run } = await work.json<Shown>('runs', 'show', answer.run)
  expect(run).toMatchObject({
    experiment: 'drift_detection',
    status: 'FINISHED',
    exit: { code: 1 },
    tags: { 'drift.verdict': 'drift', 'drift.exit': '1', 'drift.report': 'drift/report-0000.json' },
    data: [
      {
        name: 'a.csv',
        context: 'reference',
        rows: 300,
        digest: answer.reference.digest.replace('sha256:', ''),
      },
      { name: 'b.csv', context: 'current', rows: 300 },
    ],
  })
  const tests = answer.drift.find(({ column }) => column === 'n')?.tests
  expect(run.metrics['drift/n/ks']?.last).toBe(tests?.ks?.statistic)
  expect(run.metrics['drift/n/ks.p']?.last).toBe(tests?.ks?.pValue)
  expect(run.metrics['drift/n/psi']?.last).toBe(tests?.psi?.statistic)
  expect(run.metrics['drift/n/drifted']?.last).toBe(1)
  expect(run.metrics['drift/drifted']?.last).toBe(1)
  // What a metric's name may not hold is replaced, and a digest keeps such names apart.
  expect(Object.keys(run.metrics)).toContainEqual(
    expect.stringMatching(/^drift\/a_b_c-[0-9a-f]{8}\/drifted$/),
  )
  await work.out('get', `runs:/${answer.run}/drift/report-0000.json`, 'report.json')
  expect(readFileSync(window('report.json'), 'utf8')).toBe(bytes)
})

test('no drift is recorded too, and further answers in a run are further steps', async () => {
  const id = (await work.out('start', '--name', 'audit')).trim()
  expect(await drift(window('a.csv'), window('a.csv'), '--log', 'audit')).toMatchObject({
    exit: 0,
    answer: { run: id, verdict: 'ok' },
  })
  await drift(window('a.csv'), window('b.csv'), '--log', id)
  const { run } = await work.json<Shown>('runs', 'show', id)
  expect(run.status).toBe('RUNNING')
  expect(run.metrics['drift/drifted']).toMatchObject({ last: 1, steps: 2 })
  expect(run.artifacts.map(({ path }) => path)).toEqual(['drift/report-0000.json', 'drift/report-0001.json'])
  expect(
    (await work.json<{ points: unknown[] }>('runs', 'metric', id, 'drift/drifted')).points,
  ).toMatchObject([
    { step: 0, value: 0 },
    { step: 1, value: 1 },
  ])
  const events = await work.out('drift', window('a.csv'), window('a.csv'), '--log', 'audit')
  expect(events).toContain(`recorded in run ${id}\n`)
})

test('what cannot be recorded is no answer', async () => {
  expect(await work.error('drift', window('a.csv'), window('none.csv'), '--log', 'nobody')).toMatchObject({
    code: 'not-found',
    message: 'there is no run "nobody"',
  })
  const id = (await work.out('start')).trim()
  await work.out('runs', 'delete', id)
  expect(await work.error('drift', window('a.csv'), window('b.csv'), '--log', id)).toMatchObject({
    code: 'conflict',
  })
  chmodSync(join(work.directory, '.mlreg/mlreg.db'), 0o444)
  writeFileSync(join(work.directory, '.mlreg/mlreg.db'), '')
  expect(await work.error('drift', window('a.csv'), window('b.csv'), '--log', 'new')).toMatchObject({
    code: 'not-a-store',
  })
})
