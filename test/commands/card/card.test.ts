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

  test('asks for more in later stages', async () => {
    await init()
    const asked = async (stage: string) => {
      const { exit, found } = await lint('churn/1', '--stage', stage)
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
    expect(await work.error('card', 'lint', 'churn/1', '--stage', 'Prod')).toMatchObject({
      code: 'not-found',
    })
  })

  test('is fine with a card that is filled in', async () => {
    await init()
    await edit(filledIn)
    expect(await lint('churn/1', '--stage', 'Production')).toEqual({
      exit: 0,
      found: ['warning missing Performance across subgroups'],
    })
    expect(await work.out('card', 'lint', 'churn/1')).toBe('✓ churn/1 is fine for None\n')
  })

  const changes: readonly (readonly [what: string, change: (card: string) => string, found: string])[] = [
    [
      'a number of the index',
      card => card.replace('value: 0.91234', 'value: 0.95'),
      'error wrong-number model-index',
    ],
    [
      'a metric that the run lacks',
      card =>
        card.replace(
          'name: f1\n            value: 0.8',
          'name: f1\n            value: 0.8\n          - type: recall\n            name: recall\n            value: 0.7',
        ),
      'error wrong-number model-index',
    ],
    [
      'a number of the table',
      card => card.replace('| auc | 0.9123 |', '| auc | 0.9323 |'),
      'error wrong-number the table of metrics',
    ],
    [
      "a number of somebody's own table",
      card =>
        card.replace(
          '## Performance\n',
          '## Performance\n\n| metric | value |\n| - | - |\n| `auc` | 91.3% |\n',
        ),
      'error wrong-number a table',
    ],
    [
      "a digest of the model's",
      card => card.replace(/digest: [0-9a-f]{8}/, 'digest: 00000000'),
      'error wrong-fact mlreg.digest',
    ],
    [
      'a digest in the facts at the top',
      card => card.replace(/(SHA-256 \| )[0-9a-f]{8}/, '$100000000'),
      'error wrong-fact the facts at the top',
    ],
    [
      'a digest of the training data',
      card => card.replace(/(rows: 2\n\s*digest: )[0-9a-f]{8}/, '$100000000'),
      'error wrong-fact mlreg.training_data',
    ],
    [
      'rows of the training data',
      card => card.replace('rows: 2', 'rows: 20'),
      'error wrong-fact mlreg.training_data',
    ],
    ['a param', card => card.replace('| lr | 0.1 |', '| lr | 0.2 |'), 'error wrong-fact the table of params'],
    [
      'a section',
      card => card.replace('## Known limitations', '## Limits of knowledge'),
      'error missing Known limitations',
    ],
    [
      'a text',
      card => card.replace(/(## Fairness considerations\n\n).*/, '$1TBD.'),
      'error placeholder Fairness considerations',
    ],
    ['an owner', card => card.replace(/ {2}owner: .*\n/, ''), 'error missing mlreg.owner'],
    [
      'a review that is due',
      card => card.replace(/review_by: .*/, 'review_by: 2026-04-29'),
      'error stale mlreg.review_by',
    ],
    [
      'a review on no day',
      card => card.replace(/review_by: .*/, 'review_by: soon'),
      'error bad-value mlreg.review_by',
    ],
    [
      'a field that nobody knows',
      card => card.replace('license:', 'licence:'),
      'warning unknown-field licence',
    ],
    ['a field of ours', card => card.replace('  owner:', '  ownr:'), 'warning unknown-field mlreg.ownr'],
    [
      'a list that is none',
      card => card.replace('license:', 'tags: { a: b }\nlicense:'),
      'error bad-value tags',
    ],
  ]
  test.each(changes)('finds %s', async (_, change, expected) => {
    await init()
    await edit(filledIn)
    const before = await work.out('card', 'show', 'churn/1')
    expect(change(before)).not.toBe(before)
    await edit(change)
    expect((await lint('churn/1', '--stage', 'Production')).found).toContain(expected)
  })

  test('gives fewer digits their due', async () => {
    await init()
    await edit(card =>
      card.replace(
        '## Performance\n',
        '## Performance\n\n| m | v |\n| - | - |\n| auc | 0.91 |\n| f1 | 80% |\n',
      ),
    )
    expect((await lint('churn/1')).found.filter(one => one.includes('wrong-number'))).toEqual([])
  })

  test('finds a card that is older than its version', async () => {
    await init()
    await edit(filledIn)
    writeFileSync(
      join(work.directory, 'old.md'),
      (await work.out('card', 'show', 'churn/1')).replace(/updated: .*/, 'updated: 2026-04-01'),
    )
    expect((await lint('old.md')).found).toContain('error stale mlreg.updated')
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
    expect(await work.out('card', 'show', 'churn/1')).toContain('updated: 2026-06-01')
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
  const bomb = (depth: number) =>
    [
      'a0: &a0 [x, x, x, x, x, x, x, x, x]',
      ...Array.from({ length: depth }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}]`),
    ].join('\n')
  const cases: readonly (readonly [what: string, content: string | Buffer, message: RegExp])[] = [
    ['no front matter', '# churn\n', /it has no front matter/],
    ['an open front matter', '---\na: b\n', /its front matter has no end/],
    ['an empty file', '', /it has no front matter/],
    ['a list', '---\n- a\n---\n', /no table of names and values/],
    ['tabs', '---\na:\n\tb: c\n---\n', /is no YAML: line 3/],
    ['the same key twice', '---\na: b\na: c\n---\n', /is no YAML: line 3/],
    ['no UTF-8', Buffer.from([0x2d, 0x2d, 0x2d, 0x0a, 0x61, 0x3a, 0xff, 0xfe, 0x0a]), /it is no UTF-8 text/],
    ['UTF-16', Buffer.from('---\na: b\n---\n', 'utf16le'), /it is no UTF-8 text/],
    ['a bomb of aliases', `---\n${bomb(9)}\n---\n`, /cannot be used: .*alias/i],
    ['a huge front matter', `---\na: ${'x'.repeat(70_000)}\n---\n`, /longer than 64 KiB/],
    ['a huge card', `---\na: b\n---\n${'x'.repeat(2 ** 20)}`, /longer than 1 MiB/],
    ['deep nesting', `---\na: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n---\n`, /front matter/],
    [
      'nesting that is a little deep',
      `---\na: ${'['.repeat(80)}${']'.repeat(80)}\n---\n`,
      /nested too deeply/,
    ],
  ]
  test.each(cases)('%s', async (_, content, message) => {
    writeFileSync(join(work.directory, 'x.md'), content)
    const started = performance.now()
    for (const words of [
      ['lint', 'x.md'],
      ['edit', 'churn/1', '--file', 'x.md'],
      ['show', 'x.md'],
    ]) {
      const error = await work.error('card', ...words)
      expect(error.code).toBe('bad-input')
      expect(error.message).toMatch(message)
    }
    expect(performance.now() - started).toBeLessThan(5_000)
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
