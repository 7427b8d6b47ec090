import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareImportance } from '../../../src/drift/compare-importance.ts'
import { main } from '../../../src/main.ts'
import { fakeIo } from '../../fake-io.ts'
import { expectSchema, weights } from './files.ts'
import { run } from './run.ts'

type Weights = Readonly<Record<string, number>>

const before: Weights = { a: 0.4, b: 0.3, c: 0.1, d: 0.08, e: 0.06, f: 0.04, g: 0.02 }
const compare = (reference: Weights, current: Weights, top = 5) =>
  compareImportance(new Map(Object.entries(reference)), new Map(Object.entries(current)), top)
const moves = (reference: Weights, current: Weights, top?: number) =>
  Object.fromEntries(compare(reference, current, top).rows.map(({ column, move }) => [column, move]))

describe('what is a change in the top', () => {
  test('another member, and another order of those that stay', () => {
    expect(moves(before, { ...before, f: 0.07 })).toEqual({
      ...{ a: 'kept', b: 'kept', c: 'kept', d: 'kept', e: 'left', f: 'entered', g: 'below' },
    })
    expect(moves(before, { ...before, a: 0.2 })).toMatchObject({ a: 'moved', b: 'moved', c: 'kept' })
    expect(moves(before, { ...before, f: 1 })).toMatchObject({
      a: 'kept',
      b: 'kept',
      e: 'left',
      f: 'entered',
    })
  })

  test('neither movement below it, nor weights that keep their order', () => {
    expect(compare(before, { ...before, f: 0.01, g: 0.05 }).changed).toBe(false)
    expect(compare(before, { ...before, a: 0.99, e: 0.05 }).changed).toBe(false)
    expect(moves(before, { ...before, f: 0.01, g: 0.05 }, 7)).toMatchObject({ f: 'moved', g: 'moved' })
  })

  test('equal weights stand together', () => {
    expect(compare({ a: 2, b: 1, c: 1 }, { a: 2, c: 1.1, b: 1 }, 2).changed).toBe(true)
    expect(compare({ a: 2, b: 1, c: 1 }, { a: 2, c: 1.1, b: 1 }, 3).changed).toBe(false)
    expect(compare({ a: 2, b: 1, c: 1 }, { c: 1, b: 1, a: 2 }, 2).changed).toBe(false)
  })

  test('a column without weight is not at the top, and one that is gone has none', () => {
    expect(moves({ a: 1, b: 0 }, { a: 1 })).toEqual({ a: 'kept', b: 'below' })
    expect(moves({ a: 2, b: 1 }, { a: 1 })).toEqual({ a: 'kept', b: 'left' })
    expect(moves({ a: 1 }, { a: 2, b: 1 })).toEqual({ a: 'kept', b: 'entered' })
  })
})

describe('figures', () => {
  test('against SciPy', () => {
    // scipy.stats.spearmanr([5,4,3,2,1.5,1.5], [5,3,4,1.5,1.5,0]) and half the sum of absolute differences of shares.
    const { rankCorrelation, moved } = compare(
      { a: 5, b: 4, c: 3, d: 2, e: 1.5, f: 1.5 },
      { a: 5, b: 3, c: 4, d: 1.5, e: 1.5 },
    )
    expect(rankCorrelation).toBeCloseTo(0.8970588235294118, 12)
    expect(moved).toBeCloseTo(0.14117647058823526, 12)
  })

  test('hold their laws', () => {
    const files = fc.dictionary(
      fc.constantFrom(...'abcdefgh'),
      fc.double({ min: 0, max: 1e308, noNaN: true }),
      { minKeys: 1 },
    )
    const positive = files.filter(one => Object.values(one).some(weight => weight > 0))
    fc.assert(
      fc.property(positive, positive, fc.integer({ min: 1, max: 9 }), (a, b, top) => {
        const [there, back] = [compare(a, b, top), compare(b, a, top)]
        expect(there.moved).toBeCloseTo(back.moved, 12)
        expect(there.moved).toBeGreaterThanOrEqual(0)
        expect(there.moved).toBeLessThanOrEqual(1)
        expect(there.changed).toBe(back.changed)
        expect(there.rankCorrelation).toBe(back.rankCorrelation)
        expect(there.rankCorrelation).not.toBeNaN()
        const { changed, moved, rankCorrelation = 1 } = compare(a, a, top)
        expect({ changed, moved, rankCorrelation }).toEqual({ changed: false, moved: 0, rankCorrelation: 1 })
      }),
    )
  })
})

describe('mlreg drift importance', () => {
  const [one, other] = [weights(before), weights({ ...before, f: 0.07 })]

  test('exits 1 for a change in the top, 0 otherwise, with every format', async () => {
    expect(await run('drift', 'importance', one, one)).toMatchObject({ exit: 0, stderr: '' })
    for (const format of ['text', 'json', 'md', 'csv', 'junit', 'github']) {
      const { exit, stdout } = await run('drift', 'importance', one, other, '--format', format)
      expect({ format, exit }).toEqual({ format, exit: 1 })
      expect(stdout).toMatch(/\bf\b[\s\S]*(?:entered|came into)/)
    }
    const { stdout } = await run('drift', 'importance', one, other, '--json')
    expectSchema('importance', stdout)
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'drift', exit: 1, summary: { entered: 1, left: 1 } })
    expect(await run('drift', 'importance', one, other, '--top', '4', '--quiet')).toEqual({
      exit: 0,
      stdout: '',
      stderr: '',
    })
  })

  test('takes no --top from the settings of mlreg drift', async () => {
    const io = fakeIo({ env: { MLREG_TOP: '1', MLREG_FORMAT: 'json' } })
    expect(await main(['drift', 'importance', one, other], io)).toBe(1)
    expect(JSON.parse(io.written.stdout).top).toBe(5)
  })

  test.each([
    [['importance', one], "missing required argument 'current'"],
    [['importance', one, '/nowhere.json'], '/nowhere.json cannot be read'],
    [['importance', one, other, '--top', '0'], '--top'],
    [['--quiet', 'importance', one, other], '--quiet stands before "importance"'],
    [['--top', '3', 'importance', one, other], '--top stands before "importance"'],
  ])('%j is no answer', async (words, message) => {
    const { exit, stdout, stderr } = await run('drift', ...words)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toContain(message)
  })
})

describe('a command under a command that takes files', () => {
  test('leaves files of any other name to it, and ./NAME', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'mlreg-importance-'))
    const rows = Array.from({ length: 50 }, (_, i) => `${i}\n`).join('')
    writeFileSync(join(directory, 'importance'), `a\n${rows}`)
    const windows = [`${directory}/importance`, `${directory}/../${directory.split('/').at(-1)}/importance`]
    const { stdout, stderr } = await run('drift', ...windows, '--json')
    expect(stderr).toBe('')
    expect(JSON.parse(stdout).schema).toBe('mlreg.drift/1')
  })

  test('is named by the help of the upper one, which still answers --help after files', async () => {
    const { stdout } = await run('drift', '--help')
    expect(stdout).toMatch(/^ {2}importance +compare two files/m)
    expect(await run('drift', 'a.csv', 'b.csv', '--help')).toEqual({ exit: 0, stdout, stderr: '' })
  })

  test('is completed once it is begun, so that files are offered before', async () => {
    const complete = async (...words: string[]) => (await run('__complete', '--', ...words)).stdout
    expect(await complete('drift', 'imp')).toMatch(/^importance\t/)
    expect(await complete('drift', '')).toBe('')
    expect(await complete('drift', 'a.csv', 'imp')).toBe('')
    expect(await complete('drift', 'importance', '--to')).toMatch(/^--top\t/)
    expect(await complete('drift', 'importance', 'imp')).toBe('')
  })
})
