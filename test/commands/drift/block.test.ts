import { describe, expect, test } from 'vitest'
import { normalQuantile } from '../../../src/stats/normal-law.ts'
import { studentTQuantile } from '../../../src/stats/student-t-quantile.ts'
import { stream } from '../../drift/two-samples.ts'
import { type Cell, type Columns, csv, expectSchema, range } from './files.ts'
import { run } from './run.ts'

const rowsADay = 30

interface Options {
  readonly days?: number
  readonly shift?: number
  readonly extra?: Columns
}

/** Days on levels of their own; a column that does not know of them; a category that does, rare ones, and nulls. */
function window(seed: number, { days = 20, shift = 0, extra = {} }: Options = {}): Columns {
  const rows = range(days * rowsADay)
  const day = (i: number) => Math.floor(i / rowsADay)
  const uniform = (part: number) => stream([seed * 100 + part, rows.length, 0, 1, 0])
  const [levels, noise, calm, kinds] = [uniform(1), uniform(2), uniform(3), uniform(4)] as [
    number[],
    number[],
    number[],
    number[],
  ]
  const slow = rows.map(i => (levels[day(i)] as number) * 2 + (noise[i] as number) + shift)
  const time = (i: number) =>
    new Date(Date.UTC(2026, 0, 1 + day(i), 0, (i % rowsADay) * 40)).toISOString().slice(0, 16)
  return {
    time: rows.map(time),
    slow,
    calm,
    kind: rows.map(i => `k${Math.floor((levels[day(i)] as number) * 3 + (kinds[i] as number))}`),
    rare: rows.map(i => `r${Math.floor(60 * (kinds[i] as number) ** 2 * (seed % 2 ? 1 : 1.2))}`),
    gaps: rows.map(i => ((noise[i] as number) < 0.1 ? null : Math.round((calm[i] as number) * 20) / 20)),
    ...extra,
  }
}

const calibrated = ['--policy', 'calibrated'] as const

interface Row {
  readonly column: string
  readonly verdict: string
  readonly reason: string
  readonly designEffect?: number
  readonly blocksNeeded?: number
  readonly rowsNeeded?: number
  readonly pValue: number
}

async function drift(before: string, after: string, ...options: readonly string[]) {
  const { exit, stdout, stderr } = await run('drift', before, after, ...calibrated, ...options, '--json')
  if (exit > 1) throw new Error(stderr)
  expectSchema('drift', stdout)
  const document = JSON.parse(stdout)
  const rows = new Map<string, Row>(document.drift.map((row: Row) => [row.column, row]))
  return { exit, stdout, document, of: (name: string) => rows.get(name) as Row }
}

describe('rows of a day', () => {
  const [before, after] = [csv(window(1)), csv(window(2))]

  test('count together: what varies by day is worth fewer rows, what does not as many', async () => {
    const { of, document } = await drift(before, after, '--block', 'day')
    expect(document.block).toMatchObject({ column: 'time', unit: 'day', reference: { blocks: 20 } })
    expect(of('slow').designEffect).toBeGreaterThan(5)
    expect(of('kind').designEffect).toBeGreaterThan(3)
    for (const name of ['calm', 'rare', 'gaps']) expect(of(name).designEffect).toBeLessThan(2)
    expect(of('time').verdict).toBe('not-compared')
    const alone = await drift(before, after)
    expect(alone.of('slow')).not.toHaveProperty('designEffect')
    expect(alone.document).not.toHaveProperty('block')
    expect(alone.document.warnings.join()).toContain('--block')
    expect(document.warnings).toEqual([])
    expect(of('slow').pValue).toBeGreaterThan(alone.of('slow').pValue)
  })

  test('are named in several ways, which the answer repeats', async () => {
    const { of, document } = await drift(before, after, '--block', 'time:day')
    expect(document.reproduce).toContain('--block time:day')
    expect(of('slow').designEffect).toBe(
      (await drift(before, after, '--block', 'day')).of('slow').designEffect,
    )
    const { stdout } = await run('drift', before, after, ...calibrated, '--block', 'time:day')
    expect(stdout).toMatch(
      /rows of one day of time count together: 20 blocks in the reference, 20 in the current window; up to \d+ rows/,
    )
  })

  test('that all drifted are drift all the same', async () => {
    const { exit, of } = await drift(before, csv(window(2, { days: 40, shift: 3 })), '--block', 'day')
    expect(exit).toBe(1)
    expect(of('slow').verdict).toBe('drifted')
    expect(of('calm').verdict).not.toBe('drifted')
  })

  test('give the same bytes each time, in whatever order the days come', async () => {
    const first = await drift(before, after, '--block', 'day')
    expect((await drift(before, after, '--block', 'day')).stdout).toBe(first.stdout)
    const turned = Object.fromEntries(
      Object.entries(window(2)).map(([name, cells]) => [name, cells.toReversed()]),
    )
    const { of } = await drift(before, csv(turned), '--block', 'day')
    for (const name of ['slow', 'calm', 'kind', 'rare', 'gaps']) {
      expect(of(name).designEffect).toBe(first.of(name).designEffect)
    }
  })
})

test('a design effect is that of the bins, added up by hand', async () => {
  // Of two categories: PSI moves by the share of one, and so does everything.
  const answers = (seed: number, yes: number) => {
    const levels = stream([seed, 12, 0, 1, 0])
    const draws = stream([seed + 50, 240, 0, 1, 0])
    return draws.map((draw, i) => Number(draw < yes * (0.2 + 1.6 * (levels[Math.floor(i / 20)] as number))))
  }
  const [before, after] = [answers(1, 0.3), answers(2, 0.6)]
  const blocks = range(240).map(i => `b${Math.floor(i / 20)}`)
  const table = (values: readonly number[]) =>
    csv({ block: blocks, answer: values.map(value => (value ? 'yes' : 'no')) })
  const variances = (values: readonly number[]) => {
    const share = values.reduce((sum, value) => sum + value, 0) / 240
    const sums = range(12).map(b => values.slice(20 * b, 20 * b + 20).reduce((sum, v) => sum + v - share, 0))
    const byBlocks = ((12 / 11) * sums.reduce((sum, one) => sum + one ** 2, 0)) / 240 ** 2
    return { byBlocks, byRows: (share * (1 - share)) / 240, smooth: (share * 240 + 0.5) / 241 }
  }
  const [r, c] = [variances(before), variances(after)]
  const slope = (own: number, other: number) => {
    const at = (x: number, y: number) => 1 - y / x - Math.log(y / x)
    return at(own, other) - at(1 - own, 1 - other)
  }
  const [left, right] = [slope(r.smooth, c.smooth) ** 2, slope(c.smooth, r.smooth) ** 2]
  const [before12, after12] = [left * r.byBlocks, right * c.byBlocks]
  const dof = (before12 + after12) ** 2 / ((before12 ** 2 + after12 ** 2) / 11)
  const student = (studentTQuantile(0.95, dof) / normalQuantile(0.95)) ** 2
  const expected = (student * (before12 + after12)) / (left * r.byRows + right * c.byRows)
  expect(expected).toBeGreaterThan(1.5)
  const { of } = await drift(table(before), table(after), '--block', 'block')
  expect(Math.abs((of('answer').designEffect ?? 0) / expected - 1)).toBeLessThan(1e-5)
  expect(of('block').reason).toBe('its values say which rows belong together')
  const asked = await drift(table(before), table(after), '--block', 'block', '--columns', 'block,answer')
  expect(asked.of('block').verdict).not.toBe('not-compared')
})

describe('too few blocks', () => {
  const [before, after] = [csv(window(1)), csv(window(2, { days: 5, shift: 9 }))]

  test('say nothing, whatever the rows look like', async () => {
    const { exit, of } = await drift(before, after, '--block', 'day', '--columns', 'slow')
    expect(exit).toBe(0)
    expect(of('slow')).toMatchObject({ verdict: 'not-enough-data', blocksNeeded: 6 })
    expect(of('slow').reason).toBe('the current window has 5 blocks: it takes 6 to tell how blocks vary')
    const strict = await run('drift', before, after, ...calibrated, '--block', 'day', '--require-power')
    expect(strict).toMatchObject({ exit: 2 })
    expect(strict.stderr).toContain('5 blocks')
  })

  test('a rule decides all the same, as it was given', async () => {
    const { exit, of } = await drift(before, after, '--block', 'day', '--rule', 'ks > 0.5')
    expect([exit, of('slow').verdict]).toEqual([1, 'drifted'])
  })

  test('blocks of which one holds nearly all rows are few', async () => {
    const cell = (i: number): Cell => (i < 560 ? 'big' : `small ${i}`)
    const uneven = csv(window(2, { extra: { who: range(600).map(cell) } }))
    const even = csv(window(1, { extra: { who: range(600).map(i => `c${i % 50}`) } }))
    const { of } = await drift(even, uneven, '--block', 'who', '--exclude', 'rare')
    expect(of('slow').reason).toBe(
      'the current window has 41 blocks, which count as 1 for their sizes: it takes 6 to tell how blocks vary',
    )
  })
})

test('categories of any name have their weight, and those unseen theirs', async () => {
  const names = ["it's", 'a"b', '(null)', '= 1', '\\', 'é', '']
  const table = (seed: number, all: readonly string[]) => {
    const draws = stream([seed, 600, 0, 1, 0])
    return csv({
      day: range(600).map(i => `d${Math.floor(i / 30)}`),
      odd: draws.map(draw => all[Math.floor(draw * all.length)] as string),
    })
  }
  const { of } = await drift(table(1, names), table(2, [...names, 'new', 'newer']), '--block', 'day')
  expect(of('odd').designEffect).toBeLessThan(3)
})

test('rows that are blocks of their own change nothing, which is said', async () => {
  const { document, of } = await drift(csv(window(1)), csv(window(2)), '--block', 'time')
  expect(document.warnings).toEqual([
    '--block time: every row is a block of its own, so that rows count as independent',
  ])
  expect(of('slow').designEffect).toBeLessThan(1.01)
})

describe('trouble', () => {
  const two = { other: range(600).map(i => `2026-01-${String(1 + (i % 28)).padStart(2, '0')}`) }
  const [plain, times] = [csv(window(1)), csv(window(1, { extra: two }))]
  const timeless = csv({ x: range(60) })

  test.each([
    [plain, 'tme:day', 'did you mean time?'],
    [plain, 'time:year', 'none of hour, day, week, month'],
    [plain, 'slow:day', '--type slow=datetime'],
    [plain, 'nothing', 'the reference has no column "nothing"'],
    [times, 'day', '--block time:day, --block other:day'],
    [timeless, 'week', 'no column of the reference holds points in time'],
  ])('%s --block %s', async (path, block, said) => {
    const { exit, stdout, stderr } = await run('drift', path, path, ...calibrated, '--block', block)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toContain(said)
  })

  test('a column that the current window lacks', async () => {
    const { exit, stderr } = await run(
      'drift',
      plain,
      csv({ slow: range(60) }),
      ...calibrated,
      '--block',
      'time:day',
    )
    expect(exit).toBe(2)
    expect(stderr).toContain('the current window has no column "time"')
  })

  test('a profile has no rows', async () => {
    const profile = `${plain}.profile`
    expect(await run('profile', plain, '--output', profile)).toMatchObject({ exit: 0 })
    const { exit, stderr } = await run('drift', profile, plain, ...calibrated, '--block', 'time:day')
    expect(exit).toBe(2)
    expect(stderr).toContain('is a profile: it has no rows')
  })

  test('the textbook policy knows no blocks, and says so', async () => {
    const { exit, stderr } = await run('drift', plain, plain, '--block', 'time:day')
    expect(exit).toBe(0)
    expect(stderr).toBe('warning: --block bears on the calibrated policy only\n')
  })
})
