import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Outcome } from '../src/commands/command.ts'
import type { OutputOptions } from '../src/commands/options.ts'
import type { Io } from '../src/io.ts'
import { main } from '../src/main.ts'
import { exitStatus, printOutcome } from '../src/print-outcome.ts'
import type { Check, Report } from '../src/report/report.ts'
import { asciiOnly } from '../src/terminal/ascii-only.ts'
import { type ColorChoice, colorLevel } from '../src/terminal/color-level.ts'
import { outputWidth } from '../src/terminal/width.ts'
import { fakeIo } from './fake-io.ts'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mlreg-main-'))
})

async function mlreg(argv: string[], parts: Partial<Io> = {}) {
  const io = fakeIo({ cwd: directory, ...parts })
  const status = await main(argv, io)
  return { status, ...io.written }
}

function report(checks: readonly Check[] = [failed]): Report {
  return {
    data: { schema: 'mlreg.sample/1', verdict: 'drift' },
    document: [{ type: 'heading', text: 'Sample' }],
    records: { columns: ['column'], rows: [['age']] },
    checks,
    verdict: 'drift',
  }
}

const failed: Check = {
  group: 'drift',
  name: 'age',
  outcome: 'failed',
  title: 'drift: age',
  message: 'PSI 0.3',
}
const drifted: Outcome = { report: report(), fine: false }

async function print(outcome: Outcome, options: Partial<OutputOptions>, env: Record<string, string> = {}) {
  const io = fakeIo({ cwd: directory, env })
  const status = await printOutcome(outcome, { format: 'csv', ...options }, io)
  return { status, ...io.written }
}

describe('errors', () => {
  test.each([
    [{ stderrIsTerminal: true, terminalColumns: 40 }, 40],
    [{ stderrIsTerminal: true, terminalColumns: 40, env: { COLUMNS: '50' } }, 50],
    [{ stderrIsTerminal: true }, Infinity],
    [{ terminalColumns: 40, env: { COLUMNS: '50' } }, Infinity],
  ])('are wrapped for a terminal of known width alone: %j', async (parts, width) => {
    const { stderr } = await mlreg(['schema', 'no-such-schema'], parts)
    const lines = stderr.split('\n').filter(line => line !== '')
    if (width === Infinity) expect(lines).toHaveLength(2)
    else expect(lines.length).toBeGreaterThan(2)
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(width)
    expect(lines.every(line => /^(mlreg: |hint: | {4}\S)/.test(line))).toBe(true)
  })

  test.each([
    [['--verison'], "unknown option '--verison'", 'did you mean --version?'],
    [['docter'], "unknown command 'docter'", 'did you mean doctor?'],
    [['docter', '--help'], "unknown command 'docter'", 'did you mean doctor?'],
    [['config', 'shw', '--help'], "unknown command 'shw'", 'did you mean show?'],
    [['config'], '"mlreg config" needs a command: show', undefined],
    [['doctor', '--jsn'], "unknown option '--jsn'", 'did you mean --json?'],
    [
      ['doctor', 'x'],
      "too many arguments for 'doctor'. Expected 0 arguments but got 1.",
      'see "mlreg doctor --help"',
    ],
    [['diff'], "unknown command 'diff'", 'did you mean mlreg runs diff?'],
    [
      ['show', 'churn'],
      "unknown command 'show'",
      'did you mean mlreg runs show, mlreg models show, mlreg card show or mlreg config show?',
    ],
    [
      ['promote', 'churn/1', '--to', 'Production'],
      "required option '--reason <text>' not specified",
      '--reason <text>: why; it stays in the history',
    ],
    [['completion'], "missing required argument 'shell'", 'see "mlreg completion --help"'],
  ])('%j is wrong usage', async (argv, message, hint) => {
    const text = hint === undefined ? '' : `hint: ${hint}\n`
    expect(await mlreg(argv)).toEqual({ status: 2, stdout: '', stderr: `mlreg: ${message}\n${text}` })
    const { stderr } = await mlreg([...argv, '--json'])
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'usage' }, exit: 2 })
  })

  test('JSON errors also follow the environment, and never what comes after --', async () => {
    writeFileSync(join(directory, 'mlreg.toml'), '[drift]\nx = 1')
    const env = { MLREG_FORMAT: 'json' }
    expect((await mlreg(['schema', 'no-such-thing'], { env })).stderr).toMatch(/^mlreg: /)
    expect((await mlreg(['nothing', '--', '--json'])).stderr).toMatch(/^mlreg: /)
    expect((await mlreg(['doctor', '--format=json', '--x'])).stderr).toMatch(/^\{"error"/)
  })

  test('what the user typed is shown and never obeyed', async () => {
    const { stderr } = await mlreg(['doctor', '--\u001b[31m\u202e'])
    expect(stderr).toContain('\\u001b[31m\\u202e')
    expect(stderr).not.toContain('\u001b')
  })

  test('an error nobody foresaw is a bug of ours, with its stack when asked for', async () => {
    const broken = { stdout: () => Promise.reject(new TypeError('boom', { cause: new Error('deep') })) }
    expect(await mlreg(['--help'], broken)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^mlreg: internal error: boom\nhint: this is a bug in mlreg/),
    })
    const { stderr } = await mlreg(['schema', '--debug'], broken)
    expect(stderr).toMatch(/unknown option/)
    expect((await mlreg(['doctor', '--debug'], broken)).stderr).toMatch(
      /TypeError: boom\n +at (?:.*\n)*?Error: deep\n/,
    )
  })

  test('a part that cannot be loaded is not a bug', async () => {
    const broken = {
      stdout: () => Promise.reject(Object.assign(new Error('no addon'), { code: 'ERR_DLOPEN_FAILED' })),
    }
    expect((await mlreg(['--help'], broken)).stderr).toMatch(
      /^mlreg: a part of mlreg cannot be loaded: no addon\n/,
    )
  })
})

describe('exit status', () => {
  test.each([
    [true, {}, 0],
    [false, {}, 1],
    [false, { exitZero: true }, 0],
    [false, { findingsExitCode: 10 }, 10],
    [true, { findingsExitCode: 10 }, 0],
    [false, { exitZero: true, findingsExitCode: 10 }, 0],
  ])('fine %s with %j ends with %i', (fine, options, status) => {
    expect(exitStatus(fine, { format: 'text', ...options })).toBe(status)
  })
})

describe('--quiet', () => {
  test('is silent only when the answer is fine, and still writes copies', async () => {
    const copies = [
      { format: 'json', path: 'a.json' },
      { format: 'csv', path: '-' },
    ]
    const fine = await print({ report: report([]), fine: true }, { quiet: true, report: copies })
    expect(fine).toEqual({ status: 0, stdout: '', stderr: '' })
    expect(readdirSync(directory)).toEqual(['a.json'])
    expect((await print(drifted, { quiet: true, exitZero: true })).stdout).not.toBe('')
  })

  test('keeps warnings for an answer that is not fine: cron mails whatever is printed', async () => {
    const warned = async (fine: boolean) =>
      (await print({ fine, warnings: ['few \u001brows'] }, { quiet: true })).stderr
    expect([await warned(true), await warned(false)]).toEqual(['', 'warning: few \\u001brows\n'])
  })
})

describe('--report', () => {
  test('writes each copy whole, in place of what was there', async () => {
    writeFileSync(join(directory, 'old.csv'), 'old')
    symlinkSync('old.csv', join(directory, 'link.csv'))
    const { status } = await print(drifted, {
      report: [
        { format: 'csv', path: 'link.csv' },
        { format: 'json', path: '/dev/null' },
      ],
    })
    expect(status).toBe(1)
    expect(readFileSync(join(directory, 'old.csv'), 'utf8')).toMatch(/age/)
    expect(readdirSync(directory)).toEqual(['link.csv', 'old.csv'])
  })

  test('that cannot be written is no answer', async () => {
    const copy = { format: 'json', path: 'no/such/place.json' }
    await expect(print(drifted, { report: [copy] })).rejects.toMatchObject({ code: 'cannot-write' })
    writeFileSync(join(directory, 'file'), '')
    await expect(print(drifted, { report: [{ ...copy, path: 'file/x' }] })).rejects.toMatchObject({
      code: 'cannot-write',
    })
  })
})

describe('in a GitHub step', () => {
  const files = () => ({
    GITHUB_OUTPUT: join(directory, 'out'),
    GITHUB_STEP_SUMMARY: join(directory, 'summary'),
  })

  test('the verdict becomes outputs and the report a summary, after what is there', async () => {
    writeFileSync(join(directory, 'out'), 'before=1\n')
    await print(drifted, { findingsExitCode: 10 }, files())
    expect(readFileSync(join(directory, 'out'), 'utf8')).toBe(
      'before=1\nverdict=drift\nexit-code=10\nfindings=1\n',
    )
    expect(readFileSync(join(directory, 'summary'), 'utf8')).toMatch(/Sample/)
  })

  test('a summary too large for GitHub is cut at a line and says so', async () => {
    const note = { type: 'note' as const, text: 'é'.repeat(5000) }
    const large = { ...report(), document: Array.from({ length: 200 }, () => note) }
    await print({ report: large, fine: true }, {}, files())
    const summary = readFileSync(join(directory, 'summary'))
    expect(summary.length).toBeLessThan(1000 * 1024)
    expect(summary.toString()).not.toContain('\ufffd')
    expect(summary.toString()).toMatch(/\nThe rest does not fit here: .*\n$/)
  })

  test('a verdict cannot set outputs of its own', async () => {
    const evil = { ...report(), verdict: 'ok\nadmin=true' }
    await print({ report: evil, fine: true }, {}, { GITHUB_OUTPUT: join(directory, 'out') })
    expect(readFileSync(join(directory, 'out'), 'utf8')).toMatch(/^verdict<<(end-\S+)\nok\nadmin=true\n\1\n/)
  })

  test('a command that lists something says nothing there', async () => {
    await mlreg(['config', 'show'], { env: files() })
    expect(readdirSync(directory)).toEqual([])
  })

  test('an output file that cannot be written is trouble', async () => {
    await expect(print(drifted, {}, { GITHUB_OUTPUT: directory })).rejects.toMatchObject({
      code: 'cannot-write',
    })
  })
})

describe('--verbose', () => {
  test('tells which settings count and how long it took, on stderr', async () => {
    const { stderr } = await mlreg(['config', 'show', '-v'], { env: { MLREG_COLOR: 'never' } })
    expect(stderr).toMatch(/^--color never comes from MLREG_COLOR\nmlreg config show took \d+ ms\n$/)
  })
})

describe('colour', () => {
  const tty = { stdoutIsTerminal: true, terminalColorLevel: 3 } as const
  const pipe = { stdoutIsTerminal: false, terminalColorLevel: 0 } as const

  test.each<[ColorChoice, Record<string, string>, number, number]>([
    ['auto', {}, 3, 0],
    ['always', { NO_COLOR: '1' }, 3, 1],
    ['never', { FORCE_COLOR: '3' }, 0, 0],
    ['auto', { NO_COLOR: '1', FORCE_COLOR: '3' }, 0, 0],
    ['auto', { NO_COLOR: '' }, 3, 0],
    ['auto', { FORCE_COLOR: '0' }, 0, 0],
    ['auto', { FORCE_COLOR: 'false' }, 0, 0],
    ['auto', { FORCE_COLOR: '' }, 1, 1],
    ['auto', { FORCE_COLOR: 'true' }, 1, 1],
    ['auto', { FORCE_COLOR: '2' }, 2, 2],
    ['auto', { FORCE_COLOR: '3', TERM: 'dumb' }, 3, 3],
    ['auto', { CLICOLOR_FORCE: '1', CLICOLOR: '0' }, 1, 1],
    ['auto', { CLICOLOR_FORCE: '0' }, 3, 0],
    ['auto', { CLICOLOR_FORCE: '' }, 3, 0],
    ['auto', { CLICOLOR: '0' }, 0, 0],
    ['auto', { CLICOLOR: '1' }, 3, 0],
    ['auto', { TERM: 'dumb', GITHUB_ACTIONS: 'true' }, 0, 0],
    ['auto', { GITHUB_ACTIONS: 'true' }, 1, 1],
    ['auto', { GITLAB_CI: 'true' }, 1, 1],
  ])('--color %s with %j is %i on a terminal and %i in a pipe', (choice, env, onTerminal, inPipe) => {
    expect(colorLevel(choice, { ...tty, env })).toBe(onTerminal)
    expect(colorLevel(choice, { ...pipe, env })).toBe(inPipe)
  })
})

test.each([
  [60, { COLUMNS: '100' }, true, 120, 60],
  [undefined, { COLUMNS: '100' }, true, 120, 100],
  [undefined, { COLUMNS: 'x' }, true, 120, 120],
  [undefined, { COLUMNS: '0' }, true, undefined, 80],
  [undefined, {}, true, 0, 80],
  [undefined, {}, false, undefined, Infinity],
])(
  '--width %s with %j, terminal %s of %s columns: %s',
  (chosen, env, stdoutIsTerminal, terminalColumns, width) => {
    expect(outputWidth(chosen, { env, stdoutIsTerminal, stderrIsTerminal: false, terminalColumns })).toBe(
      width,
    )
  },
)

test.each([
  [{}, false],
  [{ LANG: 'en_US.UTF-8' }, false],
  [{ LANG: 'en_US.utf8' }, false],
  [{ LANG: 'C' }, true],
  [{ LC_ALL: 'C', LANG: 'en_US.UTF-8' }, true],
  [{ LC_ALL: '', LC_CTYPE: 'C.UTF-8', LANG: 'C' }, false],
])('locale %j wants ASCII: %s', (env, ascii) => {
  expect(asciiOnly({ env })).toBe(ascii)
})
