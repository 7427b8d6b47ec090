import { describe, expect, it } from 'vitest'
import { chiSquareUpper } from '../../src/stats/chi-square-upper.ts'
import { contingencyExact } from '../../src/stats/contingency-exact.ts'
import { fourfoldProbability } from '../../src/stats/fisher-exact.ts'
import { hypergeometricDraw } from '../../src/stats/hypergeometric-draw.ts'
import { randomNumbers } from '../../src/stats/random-numbers.ts'
import { expectNear, golden } from './golden.ts'

const cases = golden<{ table: [number[], number[]]; p: number }>('chi-square-exact')
const shuffled = golden<{ name: string; table: [number[], number[]]; p: number; resamples: number }>(
  'chi-square-shuffled',
)

/** Sums of k columns that fall like 1/i. */
function zipf(k: number, values: number): number[] {
  const harmonic = Array.from({ length: k }, (_, i) => 1 / (i + 1))
  const total = harmonic.reduce((sum, share) => sum + share, 0)
  return harmonic.map(share => Math.max(1, Math.round((share / total) * values)))
}

/** A random table with these columns, and a first row of `drawn`. */
function deal(columns: readonly number[], drawn: number, random: () => number): [number[], number[]] {
  let [left, rest] = [drawn, columns.reduce((sum, column) => sum + column, 0)]
  const first = columns.map(column => {
    const count = hypergeometricDraw(column, left, rest, random)
    left -= count
    rest -= column
    return count
  })
  return [first, columns.map((column, i) => column - (first[i] as number))]
}

describe('contingencyExact', () => {
  it('counts the tables that whole numbers count', () => {
    const drawn = cases.filter(({ table: [first, second], p }) => {
      const found = contingencyExact(first, second, 1)
      if (found.resamples === undefined) expectNear(found.p, p, 1e-11, JSON.stringify(first))
      // Four standard errors.
      else expect(Math.abs(found.p - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / found.resamples))
      return found.resamples !== undefined
    })
    expect(drawn.length).toBe(1)
  })

  it.each(shuffled)('agrees with what SciPy draws: $name, $p', ({ table: [first, second], p, resamples }) => {
    const found = contingencyExact(first, second, 1)
    const drawn = found.resamples ?? Number.POSITIVE_INFINITY
    // Four standard errors, and as much again as the gamma law is off in the middle.
    const error = 4 * Math.sqrt((p * (1 - p) + 1e-4) * (1 / resamples + 1 / drawn))
    expect(Math.abs(found.p - p)).toBeLessThan(error + (found.resamples === undefined ? 0.005 : 0))
  })

  it('draws the same tables for the same seed, other ones for another, whichever row is first', () => {
    const [first, second] = [
      [30, 20, 10, 3, 2, 1, 0],
      [60, 41, 15, 0, 1, 6, 1],
    ]
    const found = contingencyExact(first, second, 7)
    expect(found.resamples).toBeGreaterThanOrEqual(999)
    expect(contingencyExact(first, second, 7)).toEqual(found)
    expect(contingencyExact(second, first, 7)).toEqual(found)
    expect(contingencyExact(first.toReversed(), second.toReversed(), 7)).toEqual(found)
    expect(contingencyExact(first, second, 8)).not.toEqual(found)
  })

  it('is never 0 where tables are drawn, and 1 where the rows are alike', () => {
    const apart = contingencyExact([300, 200, 100, 3, 2, 1], [3, 2, 1, 100, 200, 300], 1)
    expect(apart.p).toBe(1 / (1 + (apart.resamples ?? 0)))
    expect(contingencyExact([30, 20, 10, 3, 2, 1], [60, 40, 20, 6, 4, 2], 1)).toEqual({ p: 1 })
    expect(contingencyExact([5], [9], 1)).toEqual({ p: 1 })
  })

  it('holds its level where the chi-square law is far off: 600 categories, most of them rare', () => {
    const random = randomNumbers(3)
    const columns = zipf(600, 4000)
    const all = columns.reduce((sum, column) => sum + column, 0)
    let [five, naive] = [0, 0]
    for (let i = 0; i < 2000; i++) {
      const [first, second] = deal(columns, all / 2, random)
      const found = contingencyExact(first, second, 1)
      expect(found.resamples).toBeUndefined()
      if (found.p <= 0.05) five++
      const chiSquare = first.reduce(
        (sum, a, i) => sum + (a - (second[i] as number)) ** 2 / (columns[i] as number),
        0,
      )
      if (chiSquareUpper(chiSquare, 599) <= 0.05) naive++
    }
    expect(five / 2000).toBeGreaterThan(0.035)
    expect(five / 2000).toBeLessThan(0.065)
    expect(naive / 2000).toBeLessThan(0.025)
  })
})

describe('hypergeometricDraw', () => {
  it.each([
    [5, 30, 100],
    [16, 3, 17],
    [40, 60, 100],
    [90, 20, 100],
    [700, 300, 1000],
    [17, 17, 18],
  ])('draws %i of a group as often as counting says: %i of %i', (group, drawn, all) => {
    const random = randomNumbers(9)
    const tally = new Map<number, number>()
    const draws = 40_000
    for (let i = 0; i < draws; i++) {
      const count = hypergeometricDraw(group, drawn, all, random)
      tally.set(count, (tally.get(count) ?? 0) + 1)
    }
    let [chiSquare, cells, likely] = [0, 0, 0]
    for (let count = Math.max(0, group + drawn - all); count <= Math.min(group, drawn); count++) {
      const p = fourfoldProbability({
        a: count,
        b: group - count,
        c: drawn - count,
        d: all - group - drawn + count,
      })
      if (p * draws < 10) continue
      cells++
      likely += p
      chiSquare += ((tally.get(count) ?? 0) - p * draws) ** 2 / (p * draws)
    }
    expect(likely).toBeGreaterThan(0.98)
    expect(chiSquareUpper(chiSquare, Math.max(1, cells - 1))).toBeGreaterThan(1e-4)
  })
})
