import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { Workspace } from '../tracking/workspace.ts'

interface Shown {
  readonly run: {
    readonly experiment: string
    readonly status: string
    readonly exit: { readonly code: number | null }
    readonly metrics: Readonly<Record<string, { readonly last: number; readonly steps: number }>>
    readonly tags: Readonly<Record<string, string>>
    readonly data: readonly { readonly name: string; readonly context: string; readonly digest: string }[]
    readonly artifacts: readonly { readonly path: string }[]
  }
}

let work: Workspace

beforeEach(async () => {
  work = new Workspace()
  await work.out('init')
  const rows = (successes: number) => Array.from({ length: 1000 }, (_, i) => (i < successes ? 1 : 0))
  writeFileSync(join(work.directory, 'a.csv'), `ok\n${rows(120).join('\n')}\n`)
  writeFileSync(join(work.directory, 'b.csv'), `ok\n${rows(80).join('\n')}\n`)
})

const window = (name: string) => join(work.directory, name)

test('a lost test is a run of its own, with figures, report and digests', async () => {
  const files = [window('a.csv'), window('b.csv')]
  const { exit, stdout } = await work.run(['ab', ...files, '--metric', 'ok', '--log', 'new', '--json'])
  expect(exit).toBe(1)
  const answer = JSON.parse(stdout)
  const { run } = await work.json<Shown>('runs', 'show', answer.run)
  expect(run).toMatchObject({
    ...{ experiment: 'ab_tests', status: 'FINISHED', exit: { code: 1 } },
    tags: { 'ab.verdict': 'keep', 'ab.exit': '1', 'ab.report': 'ab/report-0000.json' },
    data: [
      { name: 'a.csv', context: 'champion', digest: answer.a.digest.replace('sha256:', '') },
      { name: 'b.csv', context: 'challenger' },
    ],
  })
  expect(run.metrics['ab/lift']?.last).toBe(answer.lift)
  expect(run.metrics['ab/p']?.last).toBe(answer.test.pValue)
  expect(run.metrics['ab/promoted']?.last).toBe(0)
  await work.out('get', `runs:/${answer.run}/ab/report-0000.json`, 'report.json')
  expect(readFileSync(window('report.json'), 'utf8')).toBe(stdout)
})

test('further answers in a run are further steps, counts and open tests included', async () => {
  const id = (await work.out('start', '--name', 'rollout')).trim()
  const won = await work.out('ab', '--a', '80/1000', '--b', '120/1000', '--log', 'rollout')
  expect(won).toContain(`recorded in run ${id}\n`)
  const open = ['ab', '--a', '8/100', '--b', '12/100', '--log', id, '--require-power']
  expect(await work.error(...open)).toMatchObject({ code: 'cannot-compare' })
  const { run } = await work.json<Shown>('runs', 'show', id)
  expect(run).toMatchObject({ status: 'RUNNING', tags: { 'ab.verdict': 'continue' }, data: [] })
  expect(run.metrics['ab/promoted']).toMatchObject({ last: 0, steps: 2 })
  expect(run.artifacts.map(({ path }) => path)).toEqual(['ab/report-0000.json', 'ab/report-0001.json'])
})

test('a run that is not there is no answer', async () => {
  const words = ['ab', '--a', '80/1000', '--b', '120/1000', '--log', 'nobody']
  expect(await work.error(...words)).toMatchObject({ code: 'not-found' })
})
