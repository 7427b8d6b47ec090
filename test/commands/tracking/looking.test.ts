import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { Workspace } from './workspace.ts'

const ajv = new Ajv2020({
  allowUnionTypes: true,
  formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ },
})

type Printed = Readonly<Record<string, unknown>> & {
  readonly runs: readonly { readonly name: string }[]
  readonly params: readonly unknown[]
  readonly metrics: readonly unknown[]
}

/** The document that a command prints, which has to be what the shipped schema says. */
async function document(name: string, ...words: string[]): Promise<Printed> {
  const printed = await work.json<Printed>(...words)
  const schema = JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8'))
  expect(ajv.validate(schema, printed) || ajv.errorsText(), words.join(' ')).toBe(true)
  expect(Object.keys(printed)[0]).toBe('schema')
  return printed
}

let work: Workspace
let [one, two, three] = ['', '', '']

async function start(name: string, minute: number, ...words: string[]): Promise<string> {
  work.env.MLREG_NOW = `2026-05-01T12:0${minute}:00Z`
  return (await work.out('start', '--name', name, ...words)).trim()
}

beforeAll(async () => {
  work = new Workspace()
  await work.out('init')
  one = await start(
    'one',
    1,
    '-e',
    'churn',
    '--param',
    'lr=0.1',
    '--param',
    'seed=42',
    '--tag',
    'team=growth',
  )
  two = await start(
    'two',
    2,
    '-e',
    'churn',
    '--param',
    'lr=0.02',
    '--param',
    'seed=42',
    '--param',
    'model=a|b <c>',
  )
  three = await start('三 \u{1F600}', 3, '--param', 'lr=auto', '--param', 'seed=42')
  await work.out('log', 'metric', '--run', one, 'auc=0.9', 'loss=0.5', 'odd=1')
  await work.out('log', 'metric', '--run', two, 'auc=0.92', 'loss=nan', 'odd=2')
  await work.out('finish', '--run', one)
  await work.out('finish', '--run', two, '--status', 'failed')
  work.env.MLREG_NOW = '2026-05-01T13:00:00Z'
})

describe('runs', () => {
  const names = async (...words: string[]) =>
    (await document('runs', 'runs', ...words)).runs.map(({ name }) => name)

  test('are the newest first, filtered, ordered and limited', async () => {
    expect(await names()).toEqual(['三 \u{1F600}', 'two', 'one'])
    expect(await names('--filter', 'params.lr > 0.01')).toEqual(['two', 'one'])
    expect(await names('--filter', "start_time > '58m ago'")).toEqual(['三 \u{1F600}'])
    expect(await names('--order-by', 'metrics.loss')).toEqual(['one', 'two', '三 \u{1F600}'])
    expect(await names('--order-by', 'params.seed', '--order-by', 'metrics.auc desc')).toEqual([
      'two',
      'one',
      '三 \u{1F600}',
    ])
    expect(await names('-e', 'churn', '-e', 'Default', '--limit', '0')).toHaveLength(3)
    expect(await document('runs', 'runs', '-e', 'churn', '--limit', '1')).toMatchObject({
      shown: 1,
      total: 2,
    })
  })

  test('are shown by what differs, the best value with a star', async () => {
    expect(await work.out('runs', '-e', 'churn')).toBe(
      `  run       name  status        auc  loss  odd    lr  model    started (UTC)          took
  ${two.slice(0, 8)}  two   ✗ FAILED    *0.92   NaN    2  0.02  a|b <c>  2026-05-01 12:02:00  1m 00s
  ${one.slice(0, 8)}  one   ✓ FINISHED    0.9   0.5    1   0.1  –        2026-05-01 12:01:00  2m 00s

  the same in all: 1 param (mlreg runs show, or --columns)
  * the best of those shown, by what the metric is called
`,
    )
  })

  test('say what a narrow terminal has no room for, and how many there are', async () => {
    const text = await work.out('runs', '--width', '60', '--limit', '2')
    expect(text).toContain('not shown: ')
    expect(text).toContain('showing 2 of 3 (--limit 0 for all)')
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(60)
  })

  test('have the columns that are asked for, in every format', async () => {
    const columns = ['--columns', 'name,metrics.auc,lr,params.none,duration']
    expect(await work.out('runs', ...columns, '--format', 'csv')).toBe(
      'name,metrics.auc,params.lr,params.none,duration\n三 \u{1F600},,auto,,\ntwo,0.92,0.02,,\none,0.9,0.1,,\n'.replace(
        /two,.*\none,.*\n/s,
        `two,0.92,0.02,,${60}\none,0.9,0.1,,${120}\n`,
      ),
    )
    expect(await work.out('runs', ...columns, '--format', 'md')).toContain(
      '| two | \\*0.92 | 0.02 | – | 1m 00s |',
    )
    expect(await work.error('runs', '--columns', 'name,aux')).toMatchObject({
      code: 'usage',
      hint: 'did you mean "auc"?',
    })
  })

  test('an error points at the place', async () => {
    const { exit, stderr } = await work.run(['runs', '--filter', "tags.名 = 'x' and metrics.auc > '0.6'"])
    expect(exit).toBe(2)
    expect(stderr).toBe(
      'mlreg: column 32 of the expression: metrics.auc is compared with a number, without quotes\n' +
        "  tags.名 = 'x' and metrics.auc > '0.6'\n" +
        `  ${' '.repeat(32)}^\n` +
        'hint: did you mean metrics.auc > 0.6?\n',
    )
    expect(await work.error('runs', '--filter', 'a\u001b[31m')).toMatchObject({ code: 'usage', column: 2 })
    expect((await work.run(['runs', '--filter', 'a\u001b[31m'])).stderr).not.toContain('\u001b')
  })
})

test('runs show is what its schema says', async () => {
  expect(await document('run', 'runs', 'show', two)).toMatchObject({
    run: { id: two, metrics: { loss: { last: 'NaN' } } },
  })
})

describe('names that are an attack', () => {
  const name = 'a|b <i>::error 日本 \u{1F469}\u200d\u{1F467}'
  let hostile: Workspace
  let id = ''

  beforeAll(async () => {
    hostile = new Workspace()
    await hostile.out('init')
    const words = [
      '--param',
      `big=${'x'.repeat(10_000)}`,
      '--param',
      'ctl=\u001b[31m\n::error::x',
      '--tag',
      "q='; DROP TABLE runs; --",
    ]
    id = (await hostile.out('start', '--name', name, ...words)).trim()
    await hostile.out('start', '--name', '::error::plain', '--param', 'big=y', '--param', 'ctl=z')
  })

  test('are shown and never obeyed, by every command in every format', async () => {
    for (const words of [
      ['runs'],
      ['runs', 'show', id],
      ['runs', 'diff', id, '::error::plain'],
      ['runs', 'compare', id, '::error::plain'],
    ]) {
      for (const format of ['text', 'md', 'json']) {
        const text = await hostile.out(...words, '--format', format, '--width', '80')
        for (const part of ['\u001b[', '\n::error::x']) expect(text, words.join(' ')).not.toContain(part)
        if (words.length === 1) expect(text).toContain('日本')
      }
    }
    const md = await hostile.out('runs', '--format', 'md')
    expect(md).toContain('a\\|b &lt;i&gt;')
  })

  test('are found by filters that hold them', async () => {
    const filter = `tags.q = "'; DROP TABLE runs; --" and run_name = '${name}'`
    expect(await hostile.json('runs', '--filter', filter)).toMatchObject({ total: 1, runs: [{ id }] })
    expect(await hostile.json('runs', '--filter', "params.big like '%x%x%x%x%x%y'")).toMatchObject({
      total: 0,
    })
    expect(await hostile.json('runs')).toMatchObject({ total: 2 })
  })
})

test('a filter that chooses nothing says which key no run has', async () => {
  const { exit, stderr } = await work.run([
    'runs',
    '--filter',
    "metrics.aux > 0 or params.lr = 'none' or tags.x IS NOT NULL",
  ])
  expect(exit).toBe(0)
  expect(stderr).toBe(
    'warning: no run has a metric "aux": did you mean "auc"?\nwarning: no run has a tag "x"\n',
  )
})

describe('runs best', () => {
  test('prints the id and nothing else', async () => {
    expect(await work.out('runs', 'best', '--max', 'auc')).toBe(`${two}\n`)
    expect(await work.out('runs', 'best', '--min', 'auc')).toBe(`${one}\n`)
    expect(await work.out('runs', 'best', '--max', 'auc', '--filter', "status = 'FINISHED'")).toBe(`${one}\n`)
    // NaN is no best value.
    expect(await work.out('runs', 'best', '--max', 'loss')).toBe(`${one}\n`)
    expect(await document('best', 'runs', 'best', '--max', 'auc')).toEqual({
      schema: 'mlreg.best/1',
      run: two,
      name: 'two',
      metric: 'auc',
      value: 0.92,
    })
  })

  test('says why there is none', async () => {
    expect(await work.error('runs', 'best', '--max', 'auk')).toMatchObject({
      code: 'not-found',
      hint: 'did you mean "auc"?',
    })
    expect(await work.error('runs', 'best', '--min', 'loss', '--filter', "name = 'two'")).toMatchObject({
      message: '"loss" is NaN in the only run meant',
    })
    expect(await work.error('runs', 'best', '--max', 'auc', '-e', 'Default')).toMatchObject({
      code: 'not-found',
    })
    expect(await work.error('runs', 'best', '--max', 'auc', '--filter', "name = 'x'")).toMatchObject({
      code: 'not-found',
    })
    expect(await work.error('runs', 'best')).toMatchObject({ code: 'usage' })
    expect(await work.error('runs', 'best', '--max', 'auc', '--min', 'loss')).toMatchObject({ code: 'usage' })
  })
})

describe('runs diff', () => {
  test('holds what differs, and which is better', async () => {
    expect(await document('diff', 'runs', 'diff', 'one', 'two')).toMatchObject({
      a: one,
      b: two,
      same: false,
      params: [
        { key: 'lr', a: '0.1', b: '0.02' },
        { key: 'model', a: null, b: 'a|b <c>' },
      ],
      metrics: [
        { key: 'auc', a: 0.9, b: 0.92, change: expect.closeTo(0.02, 12), better: true },
        { key: 'loss', a: 0.5, b: 'NaN', change: null, better: null },
        { key: 'odd', a: 1, b: 2, change: 1, better: null },
      ],
      tags: [{ key: 'team', a: 'growth', b: null }],
      data: [],
      git: {},
      environment: [],
    })
    const all = await document('diff', 'runs', 'diff', 'two', 'one', '--all')
    expect(all.params).toContainEqual({ key: 'seed', a: '42', b: '42' })
    expect(all.metrics[0]).toMatchObject({ key: 'auc', better: false })
  })

  test('exits as git does', async () => {
    expect((await work.run(['runs', 'diff', 'one', 'two'])).exit).toBe(0)
    expect((await work.run(['runs', 'diff', 'one', 'two', '--exit-code'])).exit).toBe(1)
    const same = await work.run(['runs', 'diff', 'two', 'two', '--exit-code'])
    expect(same).toMatchObject({ exit: 0, stdout: expect.stringContaining('✓ no difference') })
    expect((await work.run(['runs', 'diff', 'one', 'none', '--exit-code'])).exit).toBe(2)
  })

  test('is one screen for people', async () => {
    const text = await work.out('runs', 'diff', 'one', 'two')
    expect(text).toMatch(/auc +0\.9 +0\.92 +↑ 0\.02 +✓ better\n/)
    expect(text).toMatch(/odd +1 +2 +↑ 1\n/)
    expect(await work.out('runs', 'diff', 'one', 'two', '--format', 'csv')).toContain(
      'metric,loss,0.5,NaN,,\n',
    )
    expect(await work.out('runs', 'diff', 'one', 'two', '--format', 'md')).toContain('a\\|b &lt;c&gt;')
  })
})

describe('runs compare', () => {
  test('has a row for what is not the same in all', async () => {
    expect(await document('compare', 'runs', 'compare', 'one', two, three.slice(0, 8))).toMatchObject({
      runs: [{ id: one }, { id: two }, { id: three }],
      metrics: [
        { key: 'auc', values: [0.9, 0.92, null], best: [1] },
        { key: 'loss', values: [0.5, 'NaN', null], best: [] },
        { key: 'odd', values: [1, 2, null], best: [] },
      ],
      params: [
        { key: 'lr', values: ['0.1', '0.02', 'auto'] },
        { key: 'model', values: [null, 'a|b <c>', null] },
      ],
    })
    expect((await document('compare', 'runs', 'compare', one, two, '--all')).params).toHaveLength(3)
    expect(await work.out('runs', 'compare', one, two)).toMatch(/auc +0\.9 +0\.92 \*\n/)
  })

  test('wants two runs that are not the same', async () => {
    expect(await work.error('runs', 'compare', 'one')).toMatchObject({ code: 'usage' })
    expect(await work.error('runs', 'compare', 'one', one)).toMatchObject({ code: 'usage' })
  })
})

describe('runs metric', () => {
  test('holds every point', async () => {
    expect(await document('metric', 'runs', 'metric', 'two', 'loss')).toMatchObject({
      run: two,
      key: 'loss',
      points: [{ step: 0, value: 'NaN' }],
    })
    expect(await work.error('runs', 'metric', 'one', 'lost')).toMatchObject({
      code: 'not-found',
      hint: 'did you mean "loss"?',
    })
    expect(await work.error('runs', 'metric', three, 'loss')).toMatchObject({ hint: 'it has none' })
  })

  test('draws one', async () => {
    const text = await work.out('runs', 'metric', 'one', 'auc', '--plot', '--width', '80')
    expect(text).toMatch(/^ {2}auc of one\n/)
    expect(text).toContain('1 point, last 0.9')
    expect(await work.out('runs', 'metric', 'two', 'loss', '--plot', '--format', 'md')).toContain('```text\n')
  })
})

test('artifacts list is what its schema says', async () => {
  expect(await document('artifacts', 'artifacts', 'list', 'one')).toMatchObject({ shown: 0, total: 0 })
})
