import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeEach, describe, expect, test } from 'vitest'
import { Workspace } from '../tracking/workspace.ts'
import { filledIn, registerChurn } from './registered.ts'

let work: Workspace
let runId: string

beforeEach(async () => {
  work = new Workspace()
  runId = await registerChurn(work)
})

interface Lint {
  readonly findings: readonly { severity: string; rule: string; place: string; message: string }[]
}

async function lint(...words: string[]): Promise<{ exit: number; found: string[] }> {
  const { exit, stdout } = await work.run(['card', 'lint', ...words, '--json'])
  const { findings } = JSON.parse(stdout) as Lint
  return { exit, found: findings.map(({ severity, rule, place }) => `${severity} ${rule} ${place}`) }
}

async function edit(change: (card: string) => string): Promise<void> {
  const card = await work.out('card', 'show', 'churn/1')
  const { exit, stderr } = await work.run(['card', 'edit', 'churn/1', '--file', '-'], { stdin: change(card) })
  if (exit !== 0) throw new Error(stderr)
}

async function init(): Promise<void> {
  const { exit, stderr } = await work.run(['card', 'init', 'churn/1'])
  if (exit !== 0) throw new Error(stderr)
}

function valid(schema: string, document: unknown): void {
  const ajv = new Ajv2020({ allowUnionTypes: true })
  const text = readFileSync(`schemas/${schema}.schema.json`, 'utf8')
  expect(ajv.validate(JSON.parse(text), document), JSON.stringify(ajv.errors)).toBe(true)
}

describe('init', () => {
  test('states what the store knows and asks for the rest', async () => {
    const { exit, stdout, stderr } = await work.run(['card', 'init', 'churn/1'])
    expect([exit, stdout]).toEqual([0, 'churn/1\n'])
    expect(stderr).toBe('mlreg: 9 things to see to: mlreg card lint churn/1\n')
    const shown = await work.json('card', 'show', 'churn@latest')
    valid('card', shown)
    expect(shown).toMatchObject({
      name: 'churn',
      version: 1,
      frontMatter: {
        model_name: 'churn',
        metrics: ['auc', 'f1'],
        'model-index': [
          {
            name: 'churn',
            results: [
              {
                dataset: { name: 'test.csv', args: { measured_by: 'run' } },
                metrics: [
                  { type: 'auc', value: 0.91234 },
                  { type: 'f1', value: 0.8 },
                ],
              },
            ],
          },
        ],
        mlreg: {
          model: 'churn',
          version: 1,
          run: runId,
          training_data: [{ name: 'train.csv', rows: 2, cutoff: '2026-04-01' }],
          updated: '2026-05-01',
          review_by: '2026-10-30',
        },
      },
    })
    const titles = (shown.sections as { title: string }[]).map(({ title }) => title)
    expect(titles).toEqual([
      'Intended use',
      'Out-of-scope uses',
      'Known limitations',
      'Training data',
      'Performance',
      'Performance across subgroups',
      'Fairness considerations',
      'Inputs and outputs',
      'Parameters',
    ])
    const { versions } = await work.json<{ versions: { card: string }[] }>('models', 'show', 'churn')
    expect(versions[0]?.card).toBe(shown.digest)
  })

  test('is refused where there is a card, unless by force; each is an event', async () => {
    await init()
    expect(await work.error('card', 'init', 'churn/1')).toMatchObject({
      code: 'already-exists',
      hint: expect.stringContaining('mlreg card edit churn/1'),
    })
    await edit(filledIn)
    expect((await work.run(['card', 'init', 'churn/1', '--force'])).exit).toBe(0)
    expect(await work.out('card', 'show', 'churn/1')).toContain('[FILL IN:')
  })

  test('-o writes a file and stores nothing', async () => {
    expect((await work.run(['card', 'init', 'churn/1', '-o', 'card.md'])).stdout).toBe('card.md\n')
    expect(await work.error('card', 'show', 'churn/1')).toMatchObject({ code: 'not-found' })
    expect((await work.run(['card', 'init', 'churn/1', '-o', '-'])).stdout).toBe(
      readFileSync(join(work.directory, 'card.md'), 'utf8'),
    )
    expect(await work.error('card', 'init', 'churn/1', '-o', 'card.md')).toMatchObject({
      code: 'already-exists',
    })
  })

  test('carries texts over to the next version, with its own facts', async () => {
    await init()
    await edit(filledIn)
    await registerChurn(work, ['auc=0.5'])
    const { stderr } = await work.run(['card', 'init', 'churn/2'])
    expect(stderr).toContain('the texts are those of churn/1\n')
    const card = await work.out('card', 'show', 'churn/2')
    expect(card).toContain('Said in so many words')
    expect(card).toContain('# churn, version 2')
    expect(card).toContain('| auc | 0.5 |')
    expect(card).not.toContain('0.9123')
    expect(card).not.toContain('| f1 |')
    expect(await lint('churn/2')).toEqual({ exit: 0, found: [] })
  })
})

describe('lint', () => {
  test('a version without a card is a finding', async () => {
    const { exit, stdout } = await work.run(['card', 'lint', 'churn/1', '--json'])
    expect(exit).toBe(1)
    valid('card-lint', JSON.parse(stdout))
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'findings', findings: [{ rule: 'no-card' }] })
  })

  test('a card stays true when a test of the version is recorded in its run', async () => {
    await init()
    await edit(filledIn)
    for (const [arm, kept] of [
      ['a', 0],
      ['b', 1],
    ] as const) {
      writeFileSync(join(work.directory, `${arm}.csv`), `kept\n${`${kept}\n1\n`.repeat(50)}`)
    }
    const { run } =
      (await work.json<{ versions: { run: string }[] }>('models', 'show', 'churn')).versions[0] ?? {}
    const arms = ['a', 'b'].map(arm => join(work.directory, `${arm}.csv`))
    await work.run(['ab', ...arms, '--metric', 'kept', '--log', String(run)])
    await work.run(['drift', ...arms, '--log', String(run)])
    const { data } = (await work.json<{ run: { data: { context: string }[] } }>('runs', 'show', String(run)))
      .run
    expect(data.map(({ context }) => context)).toEqual(expect.arrayContaining(['champion', 'current']))
    expect(await lint('churn/1')).toEqual({ exit: 0, found: [] })
    await work.run(['card', 'edit', 'churn/1', '--refresh'])
    const card = await work.out('card', 'show', 'churn/1')
    expect(card).not.toMatch(/a\.csv|ab\/p|drift\/share/)
    expect(card).toContain('| train.csv | training |')
  })

  test('asks for more in later stages', async () => {
    await init()
    const asked = async (stage: string) => {
      const { exit, found } = await lint('churn/1', '--to', stage)
      return [exit, ...found.filter(one => /license|owner|contact/.test(one))]
    }
    expect(await asked('none')).toEqual([
      1,
      'warning placeholder license',
      'warning placeholder mlreg.owner',
      'warning placeholder mlreg.contact',
    ])
    expect(await asked('Staging')).toEqual([
      1,
      'error placeholder mlreg.owner',
      'error placeholder mlreg.contact',
      'warning placeholder license',
    ])
    expect(await asked('Production')).toEqual([
      1,
      'error placeholder license',
      'error placeholder mlreg.owner',
      'error placeholder mlreg.contact',
    ])
    expect(await work.error('card', 'lint', 'churn/1', '--to', 'Prod')).toMatchObject({
      code: 'not-found',
    })
  })

  test('is fine with a card that is filled in', async () => {
    await init()
    await edit(filledIn)
    expect(await lint('churn/1', '--to', 'Production')).toEqual({
      exit: 0,
      found: ['warning missing Performance across subgroups'],
    })
    expect(await work.out('card', 'lint', 'churn/1')).toBe('✓ churn/1 is fine for None\n')
  })

  test('a file is compared with the version that it names, and says so where it cannot be', async () => {
    await work.run(['card', 'init', 'churn/1', '-o', 'card.md'])
    const card = filledIn(readFileSync(join(work.directory, 'card.md'), 'utf8'))
    writeFileSync(join(work.directory, 'card.md'), card.replace('value: 0.91234', 'value: 0.95'))
    expect((await lint('card.md')).found).toContain('error wrong-number model-index')
    writeFileSync(join(work.directory, 'card.md'), card.replace('version: 1\n', 'version: 9\n'))
    expect((await lint('card.md')).found).toContain('warning not-compared mlreg.version')
    rmSync(join(work.directory, '.mlreg'), { recursive: true })
    expect(await lint('card.md')).toMatchObject({
      found: expect.arrayContaining(['warning not-compared mlreg.version']),
    })
  })
})

describe('edit', () => {
  const script = (text: string) => {
    const path = join(work.directory, 'an editor.sh')
    writeFileSync(path, `#!/bin/sh\n${text}\n`)
    chmodSync(path, 0o755)
    return `'${path}'`
  }

  test('runs the editor with its arguments and stores what it leaves', async () => {
    await init()
    work.env.PATH = process.env.PATH ?? ''
    work.env.EDITOR = 'false'
    const change = 'sed -i "s/\\[FILL IN: who answers for it\\]/$1/" "$2"'
    work.env.VISUAL = `${script(`${change}; echo "$2" > edited`)} team-growth`
    const kept = JSON.parse((await work.run(['card', 'edit', 'churn/1', '--json'])).stdout)
    valid('card-kept', kept)
    expect(kept).toMatchObject({ changed: true, name: 'churn', version: 1 })
    expect(await work.out('card', 'show', 'churn/1')).toContain('owner: "team-growth"')
    expect(existsSync(readFileSync(join(work.directory, 'edited'), 'utf8').trim())).toBe(false)
  })

  test('begins with a new card where there is none', async () => {
    work.env.PATH = process.env.PATH ?? ''
    work.env.EDITOR = 'true'
    expect((await work.run(['card', 'edit', 'churn/1'])).exit).toBe(0)
    expect(await work.out('card', 'show', 'churn/1')).toContain('# churn, version 1')
  })

  test('an editor that fails changes nothing and keeps the text', async () => {
    await init()
    const before = await work.out('card', 'show', 'churn/1')
    work.env.PATH = process.env.PATH ?? ''
    work.env.EDITOR = `${script('echo more >> "$1"; exit 3')}`
    const { code, message, hint } = await work.error('card', 'edit', 'churn/1')
    expect([code, message]).toEqual(['usage', expect.stringContaining('ended with the status 3')])
    const path = hint?.replace('your text is in ', '') as string
    expect(readFileSync(path, 'utf8')).toBe(`${before}more\n`)
    expect(await work.out('card', 'show', 'churn/1')).toBe(before)
    rmSync(join(path, '..'), { recursive: true })
  })

  test('a text that cannot be read is kept, with the way on', async () => {
    await init()
    work.env.PATH = process.env.PATH ?? ''
    work.env.EDITOR = script('echo "no card" > "$1"')
    const { message, hint } = await work.error('card', 'edit', 'churn/1')
    expect(message).toContain('it has no front matter')
    const [, path = ''] =
      /^your text is in (\S+): mend it, then mlreg card edit models:\/churn\/1 --file /.exec(hint ?? '') ?? []
    expect(existsSync(path)).toBe(true)
    rmSync(join(path, '..'), { recursive: true })
  })

  test('no editor and no file', async () => {
    await init()
    expect(await work.error('card', 'edit', 'churn/1')).toMatchObject({
      code: 'usage',
      hint: expect.stringContaining('--file'),
    })
  })

  test('the same text again is no change', async () => {
    await init()
    const card = await work.out('card', 'show', 'churn/1')
    work.env.MLREG_NOW = '2026-06-01T12:00:00Z'
    const again = await work.run(['card', 'edit', 'churn/1', '--file', '-', '--json'], { stdin: card })
    expect(JSON.parse(again.stdout)).toMatchObject({ changed: false })
    const other = await work.run(['card', 'edit', 'churn/1', '--file', '-', '--json'], {
      stdin: filledIn(card),
    })
    expect(JSON.parse(other.stdout)).toMatchObject({ changed: true })
    expect(await work.out('card', 'show', 'churn/1')).toContain('updated: "2026-06-01"')
  })

  test('refuses the card of another version, but for its texts', async () => {
    await init()
    const card = filledIn(await work.out('card', 'show', 'churn/1'))
    await registerChurn(work, ['auc=0.5'])
    const refused = await work.run(['card', 'edit', 'churn/2', '--file', '-', '--json'], { stdin: card })
    expect(JSON.parse(refused.stderr).error).toMatchObject({
      code: 'conflict',
      message: 'this card is of churn/1, not of churn/2',
    })
    const taken = await work.run(['card', 'edit', 'churn/2', '--file', '-', '--refresh'], { stdin: card })
    expect(taken.exit).toBe(0)
    expect(await work.out('card', 'show', 'churn/2')).toContain('| auc | 0.5 |')
  })

  test('--refresh writes facts anew and leaves texts and comments alone', async () => {
    await init()
    await edit(card => filledIn(card).replace('license:', '# asked the lawyers\nlicense:'))
    await work.out('log', 'metric', 'auc=0.99', '--run', runId)
    expect((await lint('churn/1')).found).toContain('error wrong-number the table of metrics')
    expect((await work.run(['card', 'edit', 'churn/1', '--refresh'])).exit).toBe(0)
    const card = await work.out('card', 'show', 'churn/1')
    expect(card).toContain('| auc | 0.99 |')
    expect(card).toContain('value: 0.99')
    expect(card).toContain('# asked the lawyers\n')
    expect(card).toContain('Said in so many words')
    expect((await lint('churn/1')).found.filter(one => one.includes('wrong'))).toEqual([])
  })
})

describe('what is no card', () => {
  test('is refused by every command, and named', async () => {
    writeFileSync(join(work.directory, 'x.md'), '# churn\n')
    for (const words of [
      ['lint', 'x.md'],
      ['edit', 'churn/1', '--file', 'x.md'],
      ['show', 'x.md'],
      ['render', 'x.md'],
    ]) {
      const { exit, stderr } = await work.run(['card', ...words])
      expect([exit, stderr]).toEqual([
        2,
        expect.stringContaining('cannot read the model card x.md: it has no front matter'),
      ])
    }
  })

  test('line ends of Windows and a byte order mark are read as any others', async () => {
    await work.run(['card', 'init', 'churn/1', '-o', 'card.md'])
    const card = readFileSync(join(work.directory, 'card.md'), 'utf8')
    writeFileSync(join(work.directory, 'card.md'), `\uFEFF${card.replaceAll('\n', '\r\n')}`)
    expect((await lint('card.md')).found).toEqual((await lint('card.md')).found)
    expect((await work.run(['card', 'edit', 'churn/1', '--file', 'card.md'])).exit).toBe(0)
    expect(await work.out('card', 'show', 'churn/1')).toBe(card)
  })

  test('a file that is not there, and a directory', async () => {
    expect(await work.error('card', 'lint', 'nothing.md')).toMatchObject({ code: 'not-found' })
    expect(await work.error('card', 'edit', 'churn/1', '--file', '.')).toMatchObject({ code: 'bad-input' })
  })
})

test('what commands a terminal is shown, not obeyed', async () => {
  await init()
  await edit(card => card.replace('## Intended use\n', '## Intended use\n\n\u001b[2J\tred\n'))
  const shown = await work.out('card', 'show', 'churn/1')
  expect(shown).toContain('\\u001b[2J\tred')
  expect(shown).not.toContain('\u001b')
})

describe('render', () => {
  test('one HTML page by default, with the stage of the day', async () => {
    await init()
    const html = await work.out('card', 'render', 'churn/1')
    expect(html).toMatch(/^<!doctype html>/)
    expect(html).toContain('<dt>stage</dt><dd>None, since 2026-05-01</dd>')
    expect(await work.out('card', 'render', 'churn/1', '-o', 'x.html')).toBe('')
    expect(readFileSync(join(work.directory, 'x.html'), 'utf8')).toBe(html)
  })

  test('Markdown byte for byte, and files that are not stored', async () => {
    await init()
    await work.out('card', 'render', 'churn/1', '--format', 'md', '--output', 'x.md')
    expect(readFileSync(join(work.directory, 'x.md'), 'utf8')).toBe(await work.out('card', 'show', 'churn/1'))
    expect(await work.out('card', 'render', 'x.md')).toBe(await work.out('card', 'render', 'churn/1'))
  })

  test('goes by its own formats, whatever other answers are shown in', async () => {
    await init()
    work.env.MLREG_FORMAT = 'json'
    expect(await work.out('card', 'render', 'churn/1')).toMatch(/^<!doctype html>/)
  })

  test('a version without a card', async () => {
    const { exit, stderr } = await work.run(['card', 'render', 'churn/1'])
    expect([exit, stderr]).toEqual([
      2,
      'mlreg: churn/1 has no model card\nhint: make one: mlreg card init churn/1\n',
    ])
  })
})
