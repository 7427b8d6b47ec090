import { describe, expect, test } from 'vitest'
import { randomNumbers } from '../../../src/stats/random-numbers.ts'
import { normalPairs } from '../../multivariate/seeded-windows.ts'
import { profiled } from '../profile/profiles.ts'
import { csv, expectSchema, range, weights } from './files.ts'
import { run } from './run.ts'

/** Two normal columns of one correlation, one of words and an identifier: no column changes when rho does. */
function pairs(rho: number, seed: number, rows = 600): string {
  const [a, b] = normalPairs(rows, rho, seed).columns as readonly { values: Float64Array }[]
  const next = randomNumbers(seed + 99)
  return csv({
    a: [...(a?.values ?? [])],
    b: [...(b?.values ?? [])],
    word: range(rows).map(() => 'xyz'.charAt(next() * 3)),
    id: range(rows).map(i => `${seed}-${i}`),
  })
}

const [before, same, after] = [pairs(0.8, 1), pairs(0.8, 2), pairs(-0.8, 3)]
const found = async (...argv: readonly string[]) => {
  const { exit, stdout } = await run('drift', ...argv, '--json')
  expectSchema('drift', stdout)
  return { exit, document: JSON.parse(stdout) }
}

describe('a change that no column shows', () => {
  test('is not found without --multivariate, and is with it', async () => {
    const plain = await found(before, after)
    expect(plain).toMatchObject({ exit: 0, document: { verdict: 'ok' } })
    expect(plain.document).not.toHaveProperty('multivariate')
    expect(plain.document.summary).not.toHaveProperty('multivariateDrift')

    const { exit, document } = await found(before, after, '--multivariate')
    expect({ exit, verdict: document.verdict }).toEqual({ exit: 1, verdict: 'drift' })
    expect(document.summary).toMatchObject({ drifted: 0, multivariateDrift: true, driftDetected: true })
    const { classifier, correlations } = document.multivariate
    expect(classifier).toMatchObject({ drifted: true, figure: 'lower', sampled: { reference: 600 } })
    expect(classifier.auc).toBeGreaterThan(0.8)
    expect(classifier.features.map((one: { column: string }) => one.column)).not.toContain('id')
    expect(correlations).toMatchObject({ compared: 1, changed: 1, shown: 1 })
    expect(correlations.pairs[0]).toMatchObject({ a: 'a', b: 'b', drifted: true })
    expect(document.reproduce).toMatch(/ --multivariate$/)
  })

  test('is in every format, the same each time', async () => {
    for (const format of ['text', 'md', 'csv', 'junit', 'github']) {
      const words = ['drift', before, after, '--multivariate', '--format', format]
      const { exit, stdout } = await run(...words)
      expect({ format, exit }).toEqual({ format, exit: 1 })
      expect(stdout).toMatch(/a × b/)
      expect(stdout).toMatch(/a classifier tells the windows apart/)
      expect((await run(...words)).stdout).toBe(stdout)
    }
  })

  test('fails a run as --fail-on says, and not by itself under --fail-share', async () => {
    const exit = async (...options: string[]) =>
      (await run('drift', before, after, '--multivariate', ...options)).exit
    expect(await exit('--fail-on', 'degradation')).toBe(0)
    expect(await exit('--fail-share', '0.01')).toBe(0)
    expect(await exit('--fail-share', '0')).toBe(0)
  })
})

test('windows alike are told so', async () => {
  const { exit, document } = await found(before, same, '--multivariate')
  expect({ exit, verdict: document.verdict }).toEqual({ exit: 0, verdict: 'ok' })
  expect(document.summary.multivariateDrift).toBe(false)
  expect(document.multivariate.correlations).toMatchObject({ compared: 1, changed: 0, shown: 1 })
})

describe('a rule', () => {
  const classifier = async (...options: string[]) =>
    (await found(before, after, ...options)).document.multivariate.classifier

  test('asks for the classifier and replaces its limit', async () => {
    const at = (rule: string) => classifier('--rule', rule)
    expect(await at('domain-classifier > 0.6')).toMatchObject({ drifted: true, threshold: 0.6 })
    expect(await at('domain-classifier > 0.99')).toMatchObject({ drifted: false, figure: 'statistic' })
    expect(await at('domain-classifier.p < 1e-9')).toMatchObject({ drifted: true, figure: 'pValue' })
    expect(await at('domain-classifier > 0.6 and domain-classifier.lower > 0.99')).toMatchObject({
      drifted: false,
    })
  })

  test.each([
    ['a: domain-classifier > 0.6', 'of the window, not of a column'],
    ['domain-classifier.auc > 0.6', 'there is no domain-classifier.auc'],
    ['domain-classifier > 0.6 and ks > 0.1', 'judged apart'],
    ['correlation > 0.6', 'there is no test or check "correlation"'],
  ])('%s is refused', async (rule, message) => {
    const { exit, stderr } = await run('drift', before, after, '--rule', rule)
    expect(exit).toBe(2)
    expect(stderr).toContain(message)
  })
})

test('weights stand beside the features', async () => {
  const { document } = await found(
    before,
    after,
    '--multivariate',
    '--weights',
    weights({ a: 0.75, word: 0.25 }),
  )
  const { features } = document.multivariate.classifier
  expect(features.find((one: { column: string }) => one.column === 'a').weight).toBe(0.75)
  expect(features.find((one: { column: string }) => one.column === 'b').weight).toBe(0)
})

test('too few rows are a warning', async () => {
  const [few, others] = [pairs(0.8, 4, 45), pairs(0.8, 5, 45)]
  const { exit, stdout, stderr } = await run('drift', few, others, '--multivariate', '--json')
  expect(exit).toBe(0)
  expectSchema('drift', stdout)
  expect(JSON.parse(stdout).multivariate.classifier).toBeNull()
  expect(stderr).toContain('domain-classifier cannot be computed: a window has fewer than 50 rows')
})

test('a sample is said to be one', async () => {
  const large = csv({ a: range(25_000).map(i => (i * 7919) % 25_000), b: range(25_000) })
  const { stdout } = await run('drift', large, large, '--multivariate')
  expect(stdout).toContain(
    'from samples: the correlations from 20,000 of 25,000 rows and 20,000 of 25,000, the classifier from 10,000 rows of each window',
  )
  expect(stdout).toMatch(/no classifier tells the windows apart/)
})

test('a profile has no rows: not answered, in either place and however it was asked for', async () => {
  const profile = await profiled(before)
  for (const asked of [['--multivariate'], ['--rule', 'domain-classifier > 0.6']]) {
    const { exit, stdout, stderr } = await run('drift', profile, after, ...asked)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toContain('is a profile: it has no rows')
    expect(stderr).toContain('leave out --multivariate')
  }
  expect((await run('drift', before, profile, '--multivariate')).stderr).toContain('the current window')
  expect((await run('drift', profile, same)).exit).toBe(0)
})

test('--seed draws other rows and gives much the same answer, the same each time', async () => {
  const large = (seed: number) => pairs(0.8, seed, 12_000)
  const [one, two] = [large(6), large(7)]
  const drawn = async (seed: string) => (await found(one, two, '--multivariate', '--seed', seed)).document
  const [first, again, other] = [await drawn('7'), await drawn('7'), await drawn('8')]
  expect(again).toEqual(first)
  expect(first.reproduce).toContain('--seed 7')
  expect(other.multivariate.classifier.auc).not.toBe(first.multivariate.classifier.auc)
  expect(Math.abs(other.multivariate.classifier.auc - first.multivariate.classifier.auc)).toBeLessThan(0.03)
})

test('a person reads what happened in plain words, on a narrow terminal too', async () => {
  const { stdout } = await run('drift', before, after, '--multivariate')
  expect(stdout).toMatch(/Of a reference row and a current one it picks the current one 8\d\.\d% of the time/)
  expect(stdout).toMatch(/It goes by [ab] [\d.]+%(, | and )[ab] [\d.]+%/)
  expect(stdout).toContain('No column drifted by itself')
  expect(stdout).toMatch(/a × b .* strongly positive, now strongly negative/)
  const calm = (await run('drift', before, same, '--multivariate')).stdout
  expect(calm).toContain('no classifier tells the windows apart')
  expect(calm).not.toContain('It goes by')
  const shorter = (await run('drift', before, pairs(0.8, 9, 100), '--multivariate')).stdout
  expect(shorter).toContain('from a sample: the classifier from 100 rows of each window')
})

test('a window does not drift from itself, and rows that both have are told of', async () => {
  const { exit, document } = await found(before, before, '--multivariate')
  expect({ exit, verdict: document.verdict }).toEqual({ exit: 0, verdict: 'ok' })
  expect(document.multivariate).toMatchObject({
    classifier: { drifted: false },
    correlations: { changed: 0 },
  })
  expect(document.warnings.join()).toContain('rows in common')
  const alike = (await found(before, same, '--multivariate')).document
  expect(alike.warnings.join()).not.toContain('rows in common')
})

describe('columns of which there is nothing to say', () => {
  const rows = range(200)
  const given: Readonly<Record<string, () => string>> = {
    'all the same': () => csv({ a: rows.map(() => 1), b: rows.map(() => 'x') }),
    'one, and one of nulls': () => csv({ a: rows, b: rows.map(() => '') }),
    'an identifier beside one': () => csv({ a: rows, b: rows.map(i => `id ${i}`) }),
  }
  test.each(Object.entries(given))('%s: an answer, and no correlation', async (_, make) => {
    const window = make()
    const { exit, document } = await found(window, window, '--multivariate')
    expect(exit).toBe(0)
    expect(document.multivariate.correlations).toMatchObject({ compared: 0, changed: 0, pairs: [] })
    expect(document.multivariate.classifier.drifted).toBe(false)
    const { stdout } = await run('drift', window, window, '--multivariate')
    expect(stdout).toContain('Correlations: no two numeric columns could be compared')
  })
})
