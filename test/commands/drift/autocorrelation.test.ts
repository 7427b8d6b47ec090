import { expect, test } from 'vitest'
import { stream } from '../../drift/two-samples.ts'
import { csv, expectSchema } from './files.ts'
import { driftJson, run } from './run.ts'

const rows = 2000

/** An autoregression of its own for each seed: independent numbers where memory is 0. */
function numbers(seed: number, memory: number, count = rows): number[] {
  let last = 0
  return stream([seed, count, 0, 1, -0.5]).map(step => {
    last = memory * last + step
    return last
  })
}

const calibrated = ['--policy', 'calibrated'] as const
const letters = (values: readonly number[]) => values.map(value => (value > 0 ? 'up' : 'down'))

test('rows that are not independent are said to be, in one line', async () => {
  const window = (seed: number) =>
    csv({ calm: numbers(seed, 0), slow: numbers(seed + 1, 0.9), slower: numbers(seed + 2, 0.95) })
  const { drift, warnings } = await driftJson(window(1), window(11), ...calibrated)
  expect(warnings).toEqual([
    expect.stringMatching(
      /^rows of 2 columns \(slow, slower\) are not independent: tau up to \d\d, 2,000 rows of slower count as about \d\d0?; with --block those/,
    ),
  ])
  for (const { column, reference, current } of drift) {
    const isSlow = column !== 'calm'
    for (const side of [reference, current]) {
      expect([column, (side?.tau ?? 0) > 1.5]).toEqual([column, isSlow])
      expect(side?.effectiveRows).toBe(Math.round(rows / (side?.tau ?? 0)))
    }
  }
})

test('independent rows, and sorted ones, are said nothing about', async () => {
  const window = (seed: number) =>
    csv({ x: numbers(seed, 0), sorted: numbers(seed + 1, 0).sort((a, b) => a - b) })
  const { drift, warnings } = await driftJson(window(1), window(11), ...calibrated)
  expect(warnings).toEqual([])
  for (const { column, reference } of drift) expect('tau' in reference, column).toBe(column === 'x')
})

test('categories tell of their order where no number does', async () => {
  const window = (seed: number) => csv({ side: letters(numbers(seed, 0.95)) })
  const { stdout, stderr } = await run('drift', window(3), window(13), ...calibrated, '--json')
  expectSchema('drift', stdout)
  expect(stderr).toMatch(/^warning: rows of the column side are not independent: tau \d/)
  expect(JSON.parse(stdout).drift[0].current.tau).toBeGreaterThan(5)
})

test('the textbook policy keeps to its letter: tau is told, and no more', async () => {
  const window = (seed: number) => csv({ slow: numbers(seed, 0.9) })
  const { drift, warnings } = await driftJson(window(1), window(11))
  expect(warnings).toEqual([])
  expect(drift[0]?.reference.tau).toBeGreaterThan(5)
})

test('a profile in place of a window has no rows in any order', async () => {
  const [before, after] = [csv({ slow: numbers(1, 0.9) }), csv({ slow: numbers(11, 0.9) })]
  const profile = `${before}.profile`
  expect(await run('profile', before, '--output', profile)).toMatchObject({ exit: 0 })
  const { drift } = await driftJson(profile, after, ...calibrated)
  expect(drift[0]?.reference).not.toHaveProperty('tau')
  expect(drift[0]?.current?.tau).toBeGreaterThan(5)
})
