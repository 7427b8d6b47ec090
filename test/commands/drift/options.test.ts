import { describe, expect, test } from 'vitest'
import { type Cell, csv, expectSchema, file, range, tenColumns, weights } from './files.ts'
import { driftJson, run } from './run.ts'

const still = csv(tenColumns(0))
const two = csv(tenColumns(2))
const columnsOf = async (...options: readonly string[]) =>
  (await driftJson(still, two, ...options)).drift.map(row => row.column)

describe('which columns are compared', () => {
  test.each([
    [
      ['--columns', 'c5,c1'],
      ['c1', 'c5'],
    ],
    [['--columns', 'c5,c1', '--exclude', 'c5'], ['c1']],
    [
      ['--exclude', 'c0,c1,c2,c3,c4,c5,c6,c7'],
      ['c8', 'c9'],
    ],
    [
      ['--columns', 'c0,c1,c2', '--type', 'c0=ignore'],
      ['c1', 'c2'],
    ],
    [['--columns', 'c5', '--exclude', 'c5'], undefined],
  ])('%j', async (options, expected) => {
    if (expected) expect(await columnsOf(...options)).toEqual(expected)
    else expect(await run('drift', still, two, ...options)).toMatchObject({ exit: 2 })
  })

  test('an ignored column is nowhere, in either window', async () => {
    const document = await driftJson(still, two, '--type', 'c0=ignore', '--type', 'c3=ignore')
    expect(document.drift.map(row => row.column)).not.toContain('c0')
    expect(document.degradation).toEqual(
      expect.not.arrayContaining([expect.objectContaining({ column: 'c0' })]),
    )
    expect(document.summary).toMatchObject({ columns: 8, drifted: 1 })
  })

  test('--type settles the kind', async () => {
    const as = async (kind: string) =>
      (await driftJson(still, two, '--columns', 'c5,c6', '--type', `c5=${kind}`)).drift.find(
        row => row.column === 'c5',
      )
    expect(await as('numeric')).toMatchObject({ kind: 'numeric', test: 'ks' })
    expect(await as('categorical')).toMatchObject({ kind: 'categorical', test: 'chi-square' })
    expect(await as('datetime')).toMatchObject({ kind: 'datetime', verdict: 'not-compared', test: null })
  })

  test('--top compares the weightiest, and the tied in the reference’s order', async () => {
    const file = weights({ c7: 0.5, c2: 0.3, c4: 0.3, unknown: 9 })
    expect(await columnsOf('--weights', file, '--top', '2')).toEqual(['c2', 'c7'])
    expect(await columnsOf('--weights', file, '--top', '5')).toEqual(['c0', 'c1', 'c2', 'c4', 'c7'])
  })

  test('--top without weights compares all and shows the worst', async () => {
    expect(await columnsOf('--top', '2')).toHaveLength(10)
    const { stdout } = await run('drift', still, two, '--top', '2')
    expect(stdout).toContain('showing 2 of 10')
    expect(stdout).toMatch(/^ {2}c1 /m)
    expect(stdout).not.toMatch(/^ {2}c2 /m)
  })

  test('outputs take part whatever the columns, and stand last', async () => {
    const chosen = ['--columns', 'c5', '--prediction', 'c0', '--target', 'c1', '--task', 'regression']
    const { drift } = await driftJson(still, two, ...chosen)
    expect(drift.map(({ column, role }) => [column, role])).toEqual([
      ['c5', 'feature'],
      ['c0', 'prediction'],
      ['c1', 'target'],
    ])
  })
})

describe('names that nothing has', () => {
  test.each([
    [['--columns', 'c00'], 'the reference has no column "c00"', 'did you mean c0?'],
    [['--exclude', 'zzz'], 'the reference has no column "zzz"', 'it has: c0, c1'],
    [['--target', 'cc9'], 'the reference has no column "cc9"', 'did you mean c9?'],
    [['--test', 'pzi'], 'there is no test "pzi"', 'did you mean psi?'],
    [['--test', 'null_rate'], 'there is no test "null_rate"', ''],
    [['--rule', 'pzi > 1'], 'there is no test or check "pzi"', 'did you mean psi?'],
    [['--rule', 'nul_rate > 0.1'], 'no test or check "nul_rate"', 'did you mean null_rate?'],
    [['--rule', 'psi.p < 0.1'], 'there is no psi.p', 'there is psi'],
    [
      ['--rule', 'ks.value < 0.1'],
      'there is no ks.value',
      'there is ks, ks.p, ks.tieAwarePValue, ks.location, ks.sign',
    ],
    [['--rule', 'null_rate.p > 1'], 'there is no null_rate.p', 'null_rate.null_ratio'],
    [['--rule', 'accuracy.p > 1'], 'there is no accuracy.p', 'accuracy.drop'],
    [['--rule', 'ks > 1 and null_rate > 1'], 'joins the drift tests and null_rate', 'may be joined'],
    [['--rule', 'accuracy < 1 and f1 < 1'], 'joins accuracy and f1', 'may be joined'],
    [['--rule', 'c0: row_count < 1'], 'of the window, not of a column', ''],
    [['--policy', 'classical'], 'classical', 'classic'],
    [['--weights', '/nowhere.json'], '/nowhere.json cannot be read', ''],
    [['--weights', weights({})], 'no column a weight above 0', ''],
    [['--weights', weights({ c0: -1 })], 'the weight of "c0" is -1', '0 or above'],
    [['--weights', weights({ c0: '1' })], 'the weight of "c0" is "1"', '0 or above'],
    [['--weights', file('[1]')], 'does not hold weights by column', '{"age"'],
    [['--weights', file('{')], 'is not JSON', '{"age"'],
    [['--type', 'c0=number'], 'COLUMN=numeric', ''],
    [['--test', 'wasserstein'], 'no rule decides for wasserstein', '--rule'],
  ])('%j', async (options, message, hint) => {
    const { exit, stdout, stderr } = await run('drift', still, two, ...options)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toContain(hint)
  })
})

describe('rules that hold', () => {
  const drifted = async (...options: readonly string[]) =>
    (await driftJson(still, two, ...options)).drift.filter(row => row.drifted).map(row => row.column)

  test.each([
    [
      ['--rule', 'ks > 0.999'],
      ['c0', 'c1'],
    ],
    [['--rule', 'ks.p < 0.01 and ks > 1'], []],
    [
      ['--rule', 'KS.P < 0.01'],
      ['c0', 'c1'],
    ],
    [
      ['--rule', 'ks.pValue < 0.01'],
      ['c0', 'c1'],
    ],
    [['--rule', 'c1: ks.p < 1e-300'], ['c0']],
    [
      ['--rule', 'ks.sign > 0'],
      ['c0', 'c1'],
    ],
    [
      ['--test', 'psi'],
      ['c0', 'c1'],
    ],
    [
      ['--test', 'wasserstein', '--rule', 'wasserstein.normalized > 1'],
      ['c0', 'c1'],
    ],
    [['--test', 'wasserstein', '--rule', 'c0: wasserstein > 999'], ['c0']],
  ])('%j', async (options, expected) => expect(await drifted(...options)).toEqual(expected))

  test('only the tests asked for are shown', async () => {
    const tests = async (...options: readonly string[]) =>
      Object.keys((await driftJson(still, two, ...options)).drift[0]?.tests ?? {})
    expect(await tests('--test', 'psi,tvd')).toEqual(['psi', 'tvd'])
    expect(await tests('--test', 'psi', '--rule', 'ks > 0.5')).toEqual(['ks', 'psi'])
  })

  test('one that names a column that takes no part is a warning', async () => {
    const { warnings } = await driftJson(still, two, '--exclude', 'c7', '--rule', 'c7: psi > 0.3')
    expect(warnings).toEqual(['the rule "c7: psi > 0.3" names a column that is not compared'])
  })

  test.each([
    ['--rule', 'c77: psi > 0.3'],
    ['--type', 'c77=numeric'],
    ['--type', 'c77=ignore'],
  ])('%s %s: a column that is not there is no answer', async (flag, value) => {
    const { exit, stderr } = await run('drift', still, two, flag, value)
    expect(exit).toBe(2)
    expect(stderr).toContain('the reference has no column "c77"\nhint: did you mean c7?')
  })
})

test('--list-tests fits its schema and needs no window', async () => {
  const { exit, stdout } = await run('drift', '--list-tests', '--json')
  expect(exit).toBe(0)
  expectSchema('drift-tests', stdout)
  const { tests, checks, metrics } = JSON.parse(stdout)
  const names = [...tests, ...checks, ...metrics].map(({ name }: { name: string }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const format of ['text', 'md', 'csv']) {
    const listed = (await run('drift', '--list-tests', '--format', format)).stdout.replaceAll('\\', '')
    for (const name of names) expect(listed, format).toContain(name)
  }
})

test('labels that have not come yet are a warning and no finding', async () => {
  const labelled = (y: readonly Cell[]) => csv({ x: range(60), y, p: range(60).map(i => i % 2) })
  const reference = labelled(range(60).map(i => i % 2))
  for (const current of [
    labelled(range(60).map(() => null)),
    csv({ x: range(60), p: range(60).map(i => i % 2) }),
  ]) {
    const { exit, stdout, stderr } = await run(
      'drift',
      reference,
      current,
      '--json',
      '--target',
      'y',
      '--prediction',
      'p',
    )
    expectSchema('drift', stdout)
    const document = JSON.parse(stdout)
    expect(document.drift.find((row: { column: string }) => row.column === 'y').verdict).toBe('not-compared')
    expect(`${document.warnings} ${stderr}`).toContain('quality was not compared')
    expect(
      document.degradation.filter(
        (row: { column: string; check: string }) => row.check === 'missing_feature',
      ),
    ).toEqual([])
    expect({ exit, verdict: document.verdict }).toEqual({ exit: 0, verdict: 'ok' })
  }
})
