import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeEach, expect, test } from 'vitest'
import { Workspace } from '../tracking/workspace.ts'
import { registerChurn } from './registered.ts'

let work: Workspace
const measuring = ['--evaluation', 'eval.csv', '--target', 'y', '--prediction', 'p', '--by', 'region']

beforeEach(async () => {
  work = new Workspace()
  await registerChurn(work)
  const rows = Array.from({ length: 120 }, (_, row) => [
    row % 2 === 0 ? 'EU' : row % 3 === 0 ? '' : 'U|S',
    row % 4 < 2 ? 1 : 0,
    row % 5 === 0 ? 0 : row % 4 < 2 ? 1 : 0,
  ])
  const lines = [['region', 'y', 'p'], ...rows].map(cells => cells.join(','))
  writeFileSync(join(work.directory, 'eval.csv'), `${lines.join('\n')}\n`)
  work.env.HOME = work.directory
})

async function inside<T>(action: () => Promise<T>): Promise<T> {
  const before = process.cwd()
  process.chdir(work.directory)
  return await action().finally(() => process.chdir(before))
}

const run = async (...words: string[]) => await inside(() => work.run(words))
const wrongNumbers = async () =>
  JSON.parse((await work.run(['card', 'lint', 'churn/1', '--json'])).stdout).findings.filter(
    ({ rule }: { rule: string }) => rule === 'wrong-number',
  )

test('init measures the version on a file: in the body, the front matter and the JSON', async () => {
  const { exit, stdout, stderr } = await run('card', 'init', 'churn/1', ...measuring, '--json')
  expect([exit, stderr]).toEqual([0, expect.stringContaining('fewer than 30 rows in no value')])
  const said = JSON.parse(stdout)
  const schema = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../../schemas/card-kept.schema.json'), 'utf8'),
  )
  const ajv = new Ajv2020({ allowUnionTypes: true })
  expect(ajv.validate(schema, said), JSON.stringify(ajv.errors)).toBe(true)
  expect(said.subgroups[0].groups.map(({ label, rows }: Record<string, unknown>) => [label, rows])).toEqual([
    ['EU', 60],
    ['U|S', 40],
    [null, 20],
  ])
  const { frontMatter, text } = await work.json<{ frontMatter: Record<string, never>; text: string }>(
    'card',
    'show',
    'churn/1',
  )
  expect(frontMatter['model-index']).toMatchObject([
    {
      results: [
        { dataset: { args: { measured_by: 'run' } } },
        {
          dataset: { name: 'eval.csv', args: { measured_by: 'card' } },
          metrics: expect.arrayContaining([{ type: 'accuracy', name: 'accuracy', value: 0.9 }]),
        },
      ],
    },
  ])
  expect(frontMatter.mlreg).toMatchObject({ evaluation: { data: 'eval.csv', by: ['region'], positive: '1' } })
  expect(text).toContain('### By region\n')
  expect(text).toContain('| U\\|S | 40 |')
  expect(text).toContain('| *no value* | 20 |')
  expect(await wrongNumbers()).toEqual([])
})

test('numbers that somebody changed by hand are found', async () => {
  await run('card', 'init', 'churn/1', ...measuring)
  const card = await work.out('card', 'show', 'churn/1')
  for (const change of [
    (text: string) => text.replace(/(\| EU \| 60 \| )0\.\d+/, '$10.999'),
    (text: string) => text.replace('value: 0.9\n', 'value: 0.95\n'),
  ]) {
    expect(change(card)).not.toBe(card)
    await work.run(['card', 'edit', 'churn/1', '--file', '-'], { stdin: change(card) })
    expect(await wrongNumbers()).toMatchObject([{ place: 'Performance across subgroups' }])
  }
  // Lining up a table changes no number.
  const aligned = card.replace('| EU | 60 |', '|  EU   |  60  |')
  await work.run(['card', 'edit', 'churn/1', '--file', '-'], { stdin: aligned })
  expect(await wrongNumbers()).toEqual([])
})

test('edit measures again and leaves texts alone; another version begins without numbers', async () => {
  await run('card', 'init', 'churn/1')
  const card = await work.out('card', 'show', 'churn/1')
  const text = 'We looked at regions only.'
  await work.run(['card', 'edit', 'churn/1', '--file', '-'], {
    stdin: card.replace(/\[FILL IN: for which groups[^\]]*\]/, text),
  })
  expect((await run('card', 'edit', 'churn/1', ...measuring)).exit).toBe(0)
  expect((await run('card', 'edit', 'churn/1', '--refresh')).exit).toBe(0)
  expect(await wrongNumbers()).toEqual([])
  const measured = await work.out('card', 'show', 'churn/1')
  expect(measured).toContain('### By region')
  expect(measured).toContain(text)
  await registerChurn(work, ['auc=0.5'])
  await work.run(['card', 'init', 'churn/2'])
  const next = await work.out('card', 'show', 'churn/2')
  expect(next).toContain(text)
  expect(next).not.toMatch(/By region|measured_by: card|seal/)
})

test('-o puts the numbers into the file', async () => {
  await run('card', 'init', 'churn/1', ...measuring, '-o', 'card.md')
  expect(readFileSync(join(work.directory, 'card.md'), 'utf8')).toContain('| EU | 60 |')
})

test('columns that are not named are those that the version was registered with', async () => {
  const registered = await run('register', 'churn/1', '--target', 'y', '--prediction', 'p')
  expect(registered.exit).toBe(0)
  expect((await run('card', 'init', 'churn/1', '--evaluation', 'eval.csv', '--by', 'region')).exit).toBe(0)
  expect(await work.out('card', 'show', 'churn/1')).toContain('target y, prediction p, positive class 1')
})

test.each([
  [['--by', 'region'], /--by is of a file/],
  [['--evaluation', 'eval.csv', '--target', 'y', '--prediction', 'p'], /needs --by/],
  [['--evaluation', 'eval.csv', '--by', 'region', '--prediction', 'p'], /needs --target/],
  [['--evaluation', 'eval.csv', '--by', 'region', '--target', 'y'], /needs --prediction or --score/],
  [['--evaluation', 'nothing.csv', '--by', 'region', '--target', 'y', '--score', 'p'], /nothing\.csv/],
])('%j is refused, and nothing is stored', async (words, message) => {
  const { exit, stderr } = await run('card', 'init', 'churn/1', ...words)
  expect([exit, stderr]).toEqual([2, expect.stringMatching(message)])
  expect(await work.error('card', 'show', 'churn/1')).toMatchObject({ code: 'not-found' })
})
