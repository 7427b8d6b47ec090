import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { describe, expect, test } from 'vitest'
import { main } from '../../../src/main.ts'
import { randomNumbers } from '../../../src/stats/random-numbers.ts'
import { fakeIo } from '../../fake-io.ts'
import { csv, expectSchema } from './files.ts'

const hostile = ['income', ' edge ', 'say "hi"', 'a: psi > 1', 'two\nlines', "it's \\ ü"]

/** A window of these columns, its rows drawn anew. */
function window(seed: number, rows = 80, shift = 0): string {
  const random = randomNumbers(seed)
  const draw = () => Array.from({ length: rows }, () => Math.round(30 * random() + 30 * random()) + shift)
  return csv(
    Object.fromEntries([...hostile.map(name => [name, draw()]), ['plan', draw().map(n => `p${n % 3}`)]]),
  )
}

const reference = window(1, 400)
const weeks = Array.from({ length: 20 }, (_, i) => window(i + 2))

interface Tuned {
  readonly summary: Readonly<Record<string, number>>
  readonly ruleAlpha: number
  readonly rules: readonly {
    readonly rule: string
    readonly column: string
    readonly test: string
    readonly threshold: number
    readonly scores: readonly (number | null)[]
    readonly alarms: readonly string[]
  }[]
  readonly windows: readonly { readonly window: string; readonly alarms: readonly string[] }[]
  readonly untuned: readonly { readonly column: string; readonly reason: string }[]
  readonly toml: string
  readonly written: string | null
  readonly warnings: readonly string[]
  readonly reproduce: string
}

function place(toml?: string): string {
  const cwd = mkdtempSync(join(tmpdir(), 'mlreg-tune-'))
  mkdirSync(join(cwd, '.git'))
  if (toml !== undefined) writeFileSync(join(cwd, 'mlreg.toml'), toml)
  return cwd
}

async function run(cwd: string, ...argv: readonly string[]) {
  const io = fakeIo({ cwd })
  const exit = await main(['drift', ...argv], io)
  return { exit, ...io.written }
}

async function tune(cwd: string, ...argv: readonly string[]): Promise<Tuned> {
  const { exit, stdout, stderr } = await run(cwd, 'tune', ...argv, '--json')
  if (exit !== 0) throw new Error(stderr)
  expectSchema('drift-tune', stdout)
  return JSON.parse(stdout)
}

const history = ['--history', ...weeks]

describe('from windows of their own', () => {
  test('each figure is the one that mlreg drift gives for that window', async () => {
    const { rules, windows } = await tune(place(), reference, ...history, '--test', 'psi,ks')
    expect(windows.map(one => one.window)).toEqual(weeks)
    const third = await run(place(), reference, weeks[2] as string, '--json', '--test', 'psi,ks')
    const rows = JSON.parse(third.stdout).drift
    for (const { column, test: name, scores } of rules) {
      const row = rows.find((one: { column: string }) => one.column === column)
      expect([column, name, scores[2]]).toEqual([column, name, row.tests[name].statistic])
    }
    expect(rules.map(({ test: name }) => name)).toEqual([...hostile.flatMap(() => ['ks', 'psi']), 'psi'])
  })

  test('the rules are written, read and decide, whatever the columns are called', async () => {
    const cwd = place('# gate\n[drift]\nexclude = ["plan"] # kept\n\n[output]\ncolor = "never"\n')
    const { rules, written } = await tune(cwd, reference, ...history, '--write')
    expect(written).toBe(join(cwd, 'mlreg.toml'))
    expect(rules.map(({ column }) => column)).toEqual(hostile)
    const toml = readFileSync(join(cwd, 'mlreg.toml'), 'utf8')
    expect(toml).toMatch(/^# gate\n\[drift\]\nexclude = \["plan"\] # kept\nrules = \[\n/)
    expect(toml).toMatch(/\n\]\n\n\[output\]\ncolor = "never"\n$/)
    for (const [i, week] of [...weeks, window(99, 80, 9)].entries()) {
      const { stdout } = await run(cwd, reference, week, '--json')
      const document = JSON.parse(stdout)
      expect(document.summary.columns).toBe(6)
      for (const { column, threshold, scores } of rules) {
        const row = document.drift.find((one: { column: string }) => one.column === column)
        expect([column, row.threshold]).toEqual([column, threshold])
        expect(row.drifted).toBe(row.tests['psi-calibrated'].statistic > threshold)
        if (i < weeks.length) expect(row.drifted).toBe((scores[i] as number) > threshold)
        else expect(row.drifted).toBe(true)
      }
    }
  })

  test('a second time its own rules are replaced, and no others', async () => {
    const cwd = place("drift.rules = ['psi > 9', 'income: psi-calibrated > 8', 'income: ks > 7']\n")
    await tune(cwd, reference, ...history, '--columns', 'income', '--write')
    const first = readFileSync(join(cwd, 'mlreg.toml'), 'utf8')
    expect(first).toMatch(
      /^drift\.rules = \['psi > 9', "income: psi-calibrated > 0\.\d+", 'income: ks > 7'\]\n$/,
    )
    await tune(cwd, reference, ...history, '--columns', 'income', '--write')
    expect(readFileSync(join(cwd, 'mlreg.toml'), 'utf8')).toBe(first)
  })

  test('without --write nothing is touched, and the toml is what would be written', async () => {
    const cwd = place()
    const { toml, rules, written } = await tune(cwd, reference, ...history)
    expect(written).toBeNull()
    expect(parse(toml)).toEqual({ drift: { rules: rules.map(({ rule }) => rule) } })
    await tune(cwd, reference, ...history, '--write')
    expect(readFileSync(join(cwd, 'mlreg.toml'), 'utf8')).toBe(toml)
  })

  test('a glob is as many windows as files, and one named twice is one', async () => {
    const cwd = place()
    const folder = mkdtempSync(join(tmpdir(), 'mlreg-weeks-'))
    for (const [i, week] of weeks.entries()) cpSync(week, join(folder, `${String(i).padStart(2, '0')}.csv`))
    const glob = join(folder, '*.csv')
    const { windows, rules, reproduce } = await tune(
      cwd,
      reference,
      '--history',
      glob,
      '--history',
      join(folder, '03.csv'),
    )
    expect(windows.length).toBe(20)
    const same = await tune(cwd, reference, ...history)
    expect(rules.map(({ rule }) => rule)).toEqual(same.rules.map(({ rule }) => rule))
    expect(reproduce).toMatch(
      /^mlreg drift tune \S+ --history '\S+\*\.csv' --history \S+03\.csv --alpha 0\.05 --policy/,
    )
  })

  test('alarms of runs are those of their rules', async () => {
    const { rules, windows, summary } = await tune(place(), reference, ...history, '--alpha', '0.2')
    for (const { window: name, alarms } of windows) {
      expect(alarms).toEqual(rules.filter(one => one.alarms.includes(name)).map(({ rule }) => rule))
    }
    const alarmed = windows.filter(({ alarms }) => alarms.length > 0).length
    expect(summary).toMatchObject({ alarmed, share: alarmed / 20, windows: 20, rules: 7, untuned: 0 })
    // By rank among 19 others, four of twenty windows at most.
    for (const { alarms } of rules) expect(alarms.length).toBeLessThanOrEqual(4)
  })
})

describe('what is refused', () => {
  test.each([
    [
      'a small alpha',
      ['--alpha', '0.01'],
      'an alpha of 0.01 takes 99 past windows, and there are 20',
      'with 20 the least is --alpha 0.04762',
    ],
    [
      'a small part of alpha',
      ['--per', 'run'],
      'an alpha of 0.007143, 5.0% a run over 7 rules, takes 139 past windows, and there are 20',
      '--alpha 0.3334, or --per column',
    ],
    ['two histories', ['--by', 'week'], '--history and --by are two ways to say one thing', ''],
    ['an unknown test', ['--test', 'ksx'], 'there is no test "ksx"', 'did you mean ks?'],
    [
      'an unknown column',
      ['--columns', 'incom'],
      'the reference has no column "incom"',
      'did you mean income?',
    ],
    ['no column', ['--columns', 'plan', '--exclude', 'plan'], 'no column is left to compare', ''],
    [
      'a test for none of the columns',
      ['--columns', 'plan', '--test', 'ks'],
      'no rule can be proposed',
      'plan: ks is not for it',
    ],
    ['no settings file', ['--write', '--no-config'], '--no-config leaves no settings file', ''],
  ])('%s', async (_, options, message, hint) => {
    const cwd = place('drift = { top = 3 }\n')
    const { exit, stdout, stderr } = await run(cwd, 'tune', reference, ...history, ...options)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toContain(hint)
    expect(readFileSync(join(cwd, 'mlreg.toml'), 'utf8')).toBe('drift = { top = 3 }\n')
  })

  test('the least alpha that is named is taken', async () => {
    const { summary } = await tune(place(), reference, ...history, '--alpha', '0.04762')
    expect(summary.rules).toBe(7)
    const all = await tune(place(), reference, ...history, '--alpha', '0.3334', '--per', 'run')
    expect(all.ruleAlpha).toBeCloseTo(0.3334 / 7, 12)
  })

  test('a file that cannot be edited is left as it is', async () => {
    const cwd = place('drift = { top = 3 }\n')
    const { exit, stderr } = await run(cwd, 'tune', reference, ...history, '--write')
    expect(exit).toBe(2)
    expect(stderr).toContain('cannot be changed without rewriting the file')
    expect(readFileSync(join(cwd, 'mlreg.toml'), 'utf8')).toBe('drift = { top = 3 }\n')
  })

  test.each([
    ['none', [], 'there is no history'],
    ['the reference', ['--history', ...weeks, reference], 'is part of the reference'],
    ['standard input', ['--history', '-'], 'standard input cannot be a past window'],
    ['a file that is not there', ['--history', 'nowhere.csv'], 'nowhere.csv does not exist'],
    ['a glob without files', ['--history', '/nowhere/*.csv'], 'no file matches /nowhere/*.csv'],
  ])('as history: %s', async (_, options, message) => {
    const { exit, stderr } = await run(place(), 'tune', reference, ...options)
    expect(exit).toBe(2)
    expect(stderr).toContain(message)
  })
})

test('a column that some windows lack, and what is not compared', async () => {
  const random = randomNumbers(5)
  const draw = (rows: number) => Array.from({ length: rows }, () => Math.round(99 * random()))
  const few = {
    x: draw(300),
    y: draw(300),
    constant: draw(300).map(() => 1),
    day: draw(300).map(() => '2026-01-02'),
  }
  const past = Array.from({ length: 9 }, (_, i) => {
    const { y, ...rest } = {
      x: draw(60),
      y: draw(60),
      constant: draw(60).map(() => 1),
      day: draw(60).map(() => '2026-02-02'),
    }
    return csv(i < 4 ? rest : { ...rest, y })
  })
  const { rules, untuned } = await tune(place(), csv(few), '--history', ...past, '--alpha', '0.1')
  expect(rules.map(({ rule }) => rule)).toEqual([
    expect.stringMatching(/^x: psi-calibrated > /),
    'constant: psi-calibrated > 0',
  ])
  expect(untuned).toEqual([
    { column: 'day', reason: 'a point in time: windows are expected to differ in it' },
    { column: 'y', reason: 'psi-calibrated could be computed in 5 past windows, and it takes 9' },
  ])
})

test('windows that drift on are called so, and those of other sizes', async () => {
  const moving = Array.from({ length: 12 }, (_, i) => window(40 + i, i === 5 ? 200 : 80, 2 * i))
  const { warnings } = await tune(
    place(),
    reference,
    '--history',
    ...moving,
    '--alpha',
    '0.1',
    '--columns',
    'income',
  )
  expect(warnings).toEqual([
    expect.stringContaining('past windows have 80 to 200 rows'),
    expect.stringContaining('income: the later the window, the further away'),
  ])
  expect((await tune(place(), reference, ...history)).warnings).toEqual([])
})

test('tests other than the policy’s own do not decide alone', async () => {
  const { warnings } = await tune(place(), reference, ...history, '--test', 'ks', '--columns', 'income')
  expect(warnings).toEqual([
    'psi-calibrated of the policy decides beside these rules: mlreg drift --test ks leaves the decision to them',
  ])
  const classic = await tune(
    place('drift.policy = "classic"'),
    reference,
    ...history,
    '--columns',
    'income,plan',
  )
  expect(classic.warnings).toEqual([])
  expect(classic.rules.map(({ test: name }) => name)).toEqual(['ks', 'chi-square'])
})

describe('from the days or weeks of the reference', () => {
  const days = Array.from({ length: 20 * 7 }, (_, i) => new Date(Date.UTC(2026, 0, 5 + i)).toISOString())
  const random = randomNumbers(11)
  const rows = days.flatMap(day => Array.from({ length: 12 }, () => ({ day, x: Math.round(50 * random()) })))
  const columns = { day: rows.map(({ day }) => day), x: rows.map(({ x }) => x) }
  const year = csv(columns)

  test('each is compared with all others', async () => {
    const { rules, windows, untuned } = await tune(place(), year, '--by', 'week')
    expect(windows.length).toBe(20)
    expect(windows[1]).toMatchObject({ window: '2026-01-12', rows: 84 })
    expect(untuned.map(({ column }) => column)).toEqual(['day'])
    const part = (keep: (i: number) => boolean) =>
      csv(
        Object.fromEntries(
          Object.entries(columns).map(([name, cells]) => [name, cells.filter((_, i) => keep(i))]),
        ),
      )
    const second = (i: number) => i >= 84 && i < 168
    const { stdout } = await run(
      place(),
      part(i => !second(i)),
      part(second),
      '--json',
    )
    const row = JSON.parse(stdout).drift.find((one: { column: string }) => one.column === 'x')
    expect(rules[0]?.scores[1]).toBe(row.tests['psi-calibrated'].statistic)
  })

  test.each([
    [['--by', 'week', '--time', 'x'], 'x holds', '--type x=datetime'],
    [['--by', 'week', '--time', 'when'], 'the reference has no column "when"', 'its columns of times: day'],
    [['--by', 'day', '--current-where', 'x > 1'], '--current-where is for past windows', '--reference-where'],
    [['--by', 'week', '--alpha', '0.04'], 'takes 24 past windows, and there are 20', '--alpha 0.04762'],
    [['--by', 'month'], 'Allowed choices are day, week', ''],
  ])('%j is refused', async (options, message, hint) => {
    const { exit, stderr } = await run(place(), 'tune', year, ...options)
    expect(exit).toBe(2)
    expect(stderr).toContain(message)
    expect(stderr).toContain(hint)
  })

  test('a reference without times says how to have some', async () => {
    const { exit, stderr } = await run(place(), 'tune', reference, '--by', 'day')
    expect(exit).toBe(2)
    expect(stderr).toContain('the reference has no column of times')
  })
})

test.each(['text', 'md', 'csv'])('as %s', async format => {
  const { exit, stdout } = await run(place(), 'tune', reference, ...history, '--format', format)
  expect(exit).toBe(0)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
  expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f]/)
  if (format === 'csv') expect(stdout.split('\n').length).toBe(7 + 3)
  else expect(stdout).toContain(String.raw`'"two\nlines": psi-calibrated > `)
})
