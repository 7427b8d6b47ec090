import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { driftReport } from '../../../src/commands/drift/drift-report.ts'
import type { DriftResult } from '../../../src/commands/drift/drift-result.ts'
import { summaryOf } from '../../../src/commands/drift/verdict-of.ts'
import type { OpenedWindow } from '../../../src/data/window.ts'
import { judgeDegradation } from '../../../src/degradation/judge-degradation.ts'
import { classic } from '../../../src/drift/classic.ts'
import { formats } from '../../../src/report/formats.ts'
import { counts, numbers, range } from '../../degradation/windows.ts'
import { csv } from './files.ts'
import { driftJson, run } from './run.ts'

const columns = [
  { ...numbers('noted', range(20), [...range(20), 99]), column: 'noted' },
  { ...counts({}, { rows: 50, nulls: 4 }), column: 'open' },
  { ...counts({}, { nulls: 300 }), column: 'empty' },
]
const degradation = judgeDegradation({ referenceRows: 1000, currentRows: 1000, columns }, [], 0.95)
const window = { source: 'w.csv', format: 'csv', rows: 1000, columns: [{}] } as unknown as OpenedWindow

const result: DriftResult = {
  policy: classic,
  deciders: 'KS p < 0.01',
  reference: window,
  current: window,
  digests: undefined,
  versions: {},
  rows: [],
  degradation,
  weights: undefined,
  multivariate: undefined,
  shownTests: [],
  summary: summaryOf([], degradation, undefined),
  conceptDrift: false,
  verdict: 'degradation',
  exit: 1,
  reproduce: 'mlreg drift w.csv w.csv',
  most: 1,
  warnings: [],
}

const written = async (name: string) => {
  const format = formats.find(each => each.name === name)
  await format?.load()
  return (await format?.render(driftReport(result), { colorLevel: 0, width: Infinity, ascii: false })) ?? ''
}

test('the table marks it, right after the findings and never cut off, and the heading counts it', async () => {
  const text = await written('text')
  expect(text).toMatch(/Degradation: 1 finding, 1 inconclusive, 1 to note/)
  const rows = text.split('\n').filter(line => /null_rate|out_of_range/.test(line))
  expect(rows[0]).toMatch(/^ {2}empty +✗ null_rate/)
  expect(rows[1]).toMatch(
    /^ {2}open +! null_rate .*, inconclusive: about 130 more rows of the current window would tell$/,
  )
  expect(rows).toHaveLength(2)
  expect(text).toContain('and 1 more to note')
})

test('JSON says so by the schema', async () => {
  const document = JSON.parse(await written('json'))
  const url = new URL('../../../schemas/drift.schema.json', import.meta.url)
  const check = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(readFileSync(url, 'utf8')))
  expect(check(document), JSON.stringify(check.errors)).toBe(true)
  const [finding, open, note] = document.degradation
  expect(finding).toMatchObject({
    column: 'empty',
    degraded: true,
    evidence: 'confirmed',
    bound: expect.any(Number),
  })
  expect(open).toMatchObject({
    column: 'open',
    degraded: false,
    evidence: 'inconclusive',
    moreRowsNeeded: expect.any(Number),
  })
  expect(Object.keys(note)).not.toContain('evidence')
})

test('CI does not fail for it', async () => {
  expect(await written('junit')).toMatch(/tests="3" failures="1"/)
  expect(await written('github')).not.toContain('inconclusive')
})

/** A model that is right about `right` of forty rows; of its feature one value in `every` is missing. */
function windowOf(rows: number, right: number, every = Infinity) {
  const p = range(rows).map(i => i % 2)
  const y = p.map((label, i) => (Math.floor(i / 2) % 40 < right ? label : 1 - label))
  const x = range(rows).map(i => (i % every === every - 1 ? null : (i * 377) % 1000))
  return csv({ x, y, p })
}

const asked = ['--policy', 'calibrated', '--target', 'y', '--prediction', 'p', '--max-drop', '0.02']

describe('the whole command', () => {
  const reference = windowOf(8000, 32)
  const unsure = windowOf(400, 31)
  const broken = windowOf(400, 16)

  test('what chance may have done passes, and says how many rows would tell; what it may not fails', async () => {
    const open = await driftJson(reference, unsure, ...asked)
    expect(open).toMatchObject({ verdict: 'ok', exit: 0, summary: { degraded: 0 } })
    expect(open.summary.inconclusive).toBeGreaterThan(0)
    const accuracy = open.degradation.find(({ check }) => check === 'accuracy')
    expect(accuracy).toMatchObject({ degraded: false, evidence: 'inconclusive' })
    expect((await run('drift', reference, unsure, ...asked)).stdout).toMatch(
      / inconclusive, .*\n.*\n.*accuracy .*, inconclusive: about [\d,]+ more rows of the current window would tell$/m,
    )
    const found = await driftJson(reference, broken, ...asked)
    expect(found).toMatchObject({ verdict: 'degradation', exit: 1 })
    expect(found.degradation.find(({ check }) => check === 'accuracy')).toMatchObject({
      degraded: true,
      evidence: 'confirmed',
    })
  })

  test('the textbook knows no evidence', async () => {
    const { exit, summary, degradation } = await driftJson(reference, unsure, ...asked, '--policy', 'classic')
    expect({ exit, inconclusive: summary.inconclusive }).toEqual({ exit: 1, inconclusive: 0 })
    for (const row of degradation) expect(row).not.toHaveProperty('evidence')
  })

  test('a rule is taken at its word', async () => {
    const { stdout, exit } = await run('drift', reference, unsure, ...asked, '--rule', 'accuracy.drop > 0.02')
    expect(exit).toBe(1)
    expect(stdout).toContain('✗ accuracy')
  })

  test.each([
    ['inconclusive', unsure, [], 2],
    ['inconclusive, and of no matter', unsure, ['--fail-on', 'drift'], 0],
    ['findings count', broken, [], 1],
    ['nothing past a limit', windowOf(1000, 32), [], 0],
  ])('--require-power: %s', async (_, current, more, status) => {
    const { exit, stderr } = await run('drift', reference, current, ...asked, '--require-power', ...more)
    expect(exit).toBe(status)
    if (status === 2) expect(stderr).toMatch(/too few rows to judge "accuracy of p".*\n.*more rows/)
    else expect(stderr).toBe('')
  })

  test('a profile in the place of the reference gives the same rows', async () => {
    const [before, after] = [windowOf(2000, 32), windowOf(200, 32, 10)]
    const profile = `${before}.profile`
    await run('profile', before, '-o', profile)
    const rows = async (reference: string) =>
      (await driftJson(reference, after, '--policy', 'calibrated')).degradation
    const expected = await rows(before)
    expect(expected).toMatchObject([{ check: 'null_rate', evidence: 'confirmed' }])
    expect(await rows(profile)).toEqual(expected)
  })

  test('so does one that holds buckets and pools, as far as it knows', async () => {
    const of = (rows: number, narrow: number, names: number) =>
      csv({
        x: range(rows).map(i => Math.tan(((i * 377) % 1000) / 700) * narrow),
        c: range(rows).map(i => `name ${Math.floor((((i * 377) % 1000) ** 2 / 1e6) * names)}`),
      })
    const [before, broken, small] = [of(2000, 1, 300), of(300, 0.05, 12), of(100, 1, 300)]
    const profile = `${before}.profile`
    await run('profile', before, '-o', profile, '--max-bytes', '600', '--min-count', '10')
    const confirmed = async (reference: string, current: string) =>
      (await driftJson(reference, current, '--policy', 'calibrated')).degradation
        .filter(({ degraded }) => degraded)
        .map(({ column, check }) => `${column}: ${check}`)
    for (const reference of [before, profile]) {
      expect(await confirmed(reference, broken)).toEqual(['x: low_variance', 'c: cardinality_collapse'])
      expect(await confirmed(reference, small)).toEqual([])
    }
  })
})
