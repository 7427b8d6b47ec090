import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'

/** One fenced block. The first word after the fence is its language, the rest is for this test. */
interface Block {
  readonly page: string
  readonly line: number
  readonly language: string
  readonly notes: readonly string[]
  readonly text: string
}

const pages = [
  'README.md',
  'docs/deciding.md',
  'docs/windows.md',
  'docs/models.md',
  'docs/store.md',
  'docs/playbook.md',
  'docs/blocks.md',
]
const blocks = pages.flatMap(blocksOf)
const root = mkdtempSync(join(tmpdir(), 'mlreg-readme-'))
const lacks = (program: string) => spawnSync('bash', ['-c', `command -v ${program}`]).status !== 0
const lacking = ['jq', 'python3'].filter(lacks)

afterAll(() => rmSync(root, { recursive: true }), 60_000)

/** Set-up commands install, build and test: npm test itself runs this. Their scripts have to be there. */
const isSetup = ({ notes }: Block) => notes.includes('setup')

test('every block is of a kind that is run', () => {
  const kinds = new Set(blocks.map(({ language }) => language))
  expect([...kinds].sort()).toEqual(['console', 'cron', 'groovy', 'makefile', 'python', 'sh', 'toml', 'yaml'])
  const fences = pages.map(page => readFileSync(page, 'utf8').match(/^ *```/gm)?.length ?? 0)
  expect(blocks.length * 2).toBe(fences.reduce((sum, count) => sum + count, 0))
  expect(blocks.filter(isSetup).map(({ text }) => text)).toEqual([
    'npm start\nnpm test\n',
    'npm install && npm pack\nnpm install --global ./mlreg-0.1.0.tgz\n',
  ])
})

test('what the set-up commands name is there', () => {
  const { scripts, version, name } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['start', 'test', 'bench', 'lint', 'check']))
  expect(`${name}-${version}.tgz`).toBe('mlreg-0.1.0.tgz')
})

/** What a link may name after #. */
function headingsOf(text: string): string[] {
  const titles = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title.toLowerCase())
  return titles.map(title => title.replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'))
}

test('every link inside the repository leads somewhere', () => {
  for (const page of pages) {
    const text = readFileSync(page, 'utf8')
    for (const [, target = ''] of text.matchAll(/\]\(([^)#:]+)\)/g)) {
      expect(() => readFileSync(join(page, '..', target))).not.toThrow()
    }
    const headings = headingsOf(text)
    for (const [, target = ''] of text.matchAll(/\]\(#([^)]+)\)/g)) expect(headings).toContain(target)
    for (const [, target = '', anchor] of text.matchAll(/\]\(([^)#:]+)#([^)]+)\)/g)) {
      expect(headingsOf(readFileSync(join(page, '..', target), 'utf8'))).toContain(anchor)
    }
  }
})

/** A whole script of examples/, which has a test of its own. */
const isExample = ({ notes }: Block) => notes.includes('example')

describe.each(
  blocks.filter(block => !isSetup(block) && !isExample(block)).map(block => [titleOf(block), block] as const),
)('%s', (_, block) => {
  const needed = block.language === 'python' ? 'python3' : block.notes.includes('jq') ? 'jq' : ''
  test.skipIf(lacking.includes(needed))(`holds${needed === '' ? '' : ` (needs ${needed})`}`, () =>
    runners[block.language]?.(block),
  )
})

const runners: Record<string, (block: Block) => void> = {
  // Either every command of a block ends with a finding, or the block deals with them all.
  sh({ notes, text }) {
    const commands = text.replaceAll('\\\n', '').trim().split('\n')
    const failures = notes.includes('exit=1') ? commands.map(() => '1') : []
    const { trouble, failed } = bash(text, 'plain')
    expect({ trouble, failed }).toEqual({ trouble: [], failed: failures })
  },

  console(block) {
    const [before, ...parts] = `\n${block.text}`.split('\n$ ')
    expect(before).toBe('')
    const commands = parts.map(part => part.split('\n', 1)[0] ?? '')
    const outputs = parts.map(part => part.slice(part.indexOf('\n') + 1).replace(/\n$/, ''))
    const script = commands.map(command => `${command}; rc=$?; printf '\\036'; (exit $rc)`).join('\n')
    const said = bash(script, 'plain').stdout.split('\x1e').slice(0, -1)
    expect(said.map(text => text.replace(/\n$/, ''))).toEqual(outputs)
  },

  yaml: ({ text }) => runSteps(stepsOf(text)),

  groovy({ text }) {
    const steps = [...text.matchAll(/\bsh '(.*)'/g)].map(([, command = '']) => command)
    runSteps(steps)
  },

  cron({ text }) {
    const commands = text
      .trim()
      .split('\n')
      .map(line => /^(?:\S+ ){5}(.*)$/.exec(line)?.[1] ?? '')
    runSteps(commands)
  },

  makefile({ text }) {
    const { status, trouble } = bash(
      `cat > Makefile <<'END'\n${text}END\nmake --silent && test -e model.txt`,
      'plain',
    )
    expect({ status, trouble }).toEqual({ status: 0, trouble: [] })
  },

  // What a training job has of its own is not on the page.
  python({ text }) {
    const script = `mkdir model && echo weights > model/weights && cat > train.py <<'END'\n${text}END
mlreg run -q --name trained -- python3 train.py && mlreg runs show trained --json`
    const { status, stdout, trouble } = bash(script, 'plain')
    expect({ status, trouble }).toEqual({ status: 0, trouble: [] })
    const { run } = JSON.parse(stdout)
    expect(run).toMatchObject({ params: { depth: '8' }, metrics: { auc: { last: 0.91 } } })
    expect(run.artifacts.map((one: { path: string }) => one.path)).toContain('model/weights')
  },

  toml({ text }) {
    const script = `cat > mlreg.toml <<'END'\n${text}END\nmlreg config show --json && mlreg drift reference.parquet current.parquet`
    const { status, stdout, trouble } = bash(script, 'plain')
    expect({ status, trouble }).toEqual({ status: 1, trouble: [] })
    expect(stdout).toContain('mlreg.toml')
  },
}

/** The shipped windows drift, so a step that runs the gate has to fail with 1 and any other has to pass. */
function runSteps(steps: readonly string[]): void {
  const run = steps.filter(step => !step.startsWith('npm install'))
  expect(run.some(step => /^mlreg (drift|run) /.test(step))).toBe(true)
  for (const step of run) {
    const expected = step.startsWith('mlreg drift ') ? 1 : 0
    expect(bash(step, 'ci')).toMatchObject({ status: expected, trouble: [] })
  }
}

/** The commands of `run:` in a GitHub workflow and of `script:` in a GitLab one. */
function stepsOf(yaml: string): string[] {
  const lines = yaml.split('\n')
  const runs = lines.flatMap(line => /^\s*(?:- )?run: (.*)$/.exec(line)?.[1] ?? [])
  const script = lines.findIndex(line => /^\s*script:$/.test(line))
  if (script < 0) return runs
  const rest = lines.slice(script + 1)
  const end = rest.findIndex(line => !/^\s*- /.test(line))
  return [...runs, ...rest.slice(0, end).map(line => line.trim().slice(2))]
}

/** What mlreg says of a store that it made and of a run that it records, where standard output is the command's. */
const ownLines = /^mlreg: (made the store \/|run [0-9a-f]{32} \(|FINISHED, exit 0, )/

/** Runs a script in a directory of its own that holds every window the pages name. */
function bash(script: string, where: 'plain' | 'ci') {
  const directory = windowsIn(mkdtempSync(join(root, 'run-')))
  const github = {
    GITHUB_STEP_SUMMARY: join(directory, 'summary.md'),
    GITHUB_OUTPUT: join(directory, 'output'),
  }
  const counted = `trap 'echo $? >> .failed' ERR\n${script}`
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', counted], {
    cwd: directory,
    encoding: 'utf8',
    env: {
      PATH: [commands(), process.env.PATH].join(delimiter),
      HOME: directory,
      LC_ALL: 'C.UTF-8',
      COLUMNS: '104',
      ...(where === 'ci' ? github : {}),
    },
  })
  // A finding says nothing on standard error, so whatever is there would worry the reader who tries it; but that hours
  // of weather are not independent, which the page explains.
  const explained = /^warning: rows of .* are not independent: /
  const lines = (text: string) =>
    text.split('\n').filter(line => line !== '' && !explained.test(line) && !ownLines.test(line))
  const failed = readFileSync(join(directory, '.failed'), { encoding: 'utf8', flag: 'a+' })
  return { status, stdout, trouble: lines(stderr), failed: lines(failed) }
}

function commands(): string {
  const directory = join(root, 'bin')
  mkdirSync(directory, { recursive: true })
  const program = join(directory, 'mlreg')
  writeFileSync(
    program,
    `#!/bin/sh\nexec '${process.execPath}' '${join(process.cwd(), 'bin/mlreg.js')}' "$@"\n`,
  )
  chmodSync(program, 0o755)
  return directory
}

function windowsIn(directory: string): string {
  const put = (from: string, to: string) => copyFileSync(join('fixtures/windows', from), join(directory, to))
  mkdirSync(join(directory, '.git'))
  mkdirSync(join(directory, 'weeks'))
  put('bike-rental/reference.parquet', 'reference.parquet')
  put('bike-rental/current.parquet', 'current.parquet')
  put('bike-rental/current.parquet', 'weeks/37.parquet')
  put('bike-rental/current.parquet', 'weeks/38.parquet')
  put('steady/reference.csv', 'training.csv')
  put('steady/current.csv', 'week.csv')
  writeFileSync(join(directory, 'week.csv.gz'), gzipSync(readFileSync(join(directory, 'week.csv'))))
  // The steady windows have no order: forty rows of one are as good as any other forty.
  mkdirSync(join(directory, 'past'))
  const [head = '', ...rows] = readFileSync(join(directory, 'week.csv'), 'utf8').trimEnd().split('\n')
  for (let i = 0; i < 20; i++) {
    const name = `${String(i + 1).padStart(2, '0')}.csv`
    const lines = [head, ...rows.slice(40 * i, 40 * (i + 1))]
    writeFileSync(join(directory, 'past', name), `${lines.join('\n')}\n`)
  }
  put('labelled/reference.csv', 'labelled-before.csv')
  put('labelled/current.csv', 'labelled-after.csv')
  put('by-day/reference.csv', 'sensor-before.csv')
  put('by-day/current.csv', 'sensor-after.csv')
  const weights = { temp: 0.5, hr: 0.3, hum: 0.2 }
  writeFileSync(join(directory, 'training-importance.json'), JSON.stringify(weights))
  writeFileSync(join(directory, 'week-importance.json'), JSON.stringify({ ...weights, hr: 0.6 }))
  writeFileSync(join(directory, 'train.sh'), trainingScript, { mode: 0o755 })
  return directory
}

const trainingScript = `#!/bin/sh
echo 'epoch 1 loss=0.5'
echo 'epoch 2 loss=0.25'
mlreg log metric auc=0.91
echo weights > model.txt
`

function blocksOf(page: string): Block[] {
  const text = readFileSync(page, 'utf8')
  return [...text.matchAll(/^( *)```(\S+)(.*)\n([\s\S]*?)^ *```$/gm)].map(
    ([, indent = '', language = '', notes = '', body = ''], index, all) => ({
      page,
      line: text.slice(0, all[index]?.index).split('\n').length,
      language,
      notes: notes.trim().split(' '),
      text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  )
}

function titleOf({ page, line, language, text }: Block): string {
  return `${page}:${line} ${language}: ${text.split('\n', 1)[0]}`
}
