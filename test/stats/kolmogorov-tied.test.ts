import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brownianBridgeHit } from '../../src/stats/brownian-bridge-hit.ts'
import { ecdfDistance } from '../../src/stats/ecdf-distance.ts'
import { kolmogorovExact } from '../../src/stats/kolmogorov-exact.ts'
import { kolmogorovTied } from '../../src/stats/kolmogorov-tied.ts'
import { kstwoUpper } from '../../src/stats/kstwo-upper.ts'
import { tiePoints } from '../../src/stats/tie-points.ts'
import { type Recipe, stream } from '../drift/two-samples.ts'
import { ecdfOf } from './ecdf-of.ts'
import { expectNear, golden } from './golden.ts'

interface TiedCase {
  readonly reference?: readonly number[]
  readonly current?: readonly number[]
  readonly recipes?: readonly [Recipe, Recipe]
  readonly statistic: number
  readonly p: number
  readonly exact: boolean
}

interface BridgeCase {
  readonly name: string
  readonly checks: readonly number[]
  readonly lower: number
  readonly upper: number
  readonly p: number
  readonly within: number
}

/** Both laws of two lists, as the KS test computes them. */
function laws(reference: readonly number[], current: readonly number[]) {
  const [a, b] = [ecdfOf(reference), ecdfOf(current)]
  const statistic = Math.abs(ecdfDistance(a, b).gap)
  const untied = kolmogorovExact(reference.length, current.length, statistic)
  return { statistic, untied, tied: kolmogorovTied(a, b, statistic, untied) }
}

const cases = golden<TiedCase>('ks-tied').map(one => {
  const [reference, current] = one.recipes?.map(stream) ?? [one.reference ?? [], one.current ?? []]
  return { ...one, reference: reference ?? [], current: current ?? [] }
})

describe('kolmogorovTied', () => {
  it('counts the paths that whole numbers count, down to the last digits', () => {
    for (const { reference, current, statistic, p } of cases.filter(({ exact }) => exact)) {
      const found = laws(reference, current)
      expectNear(found.statistic, statistic, 1e-15)
      expectNear(found.tied, p, 1e-11, `${reference.length} v ${current.length}, D ${statistic}`)
    }
  })

  it("knows SciPy's repeated values", () => {
    const [first, second] = cases
    expect(laws(first?.reference ?? [], first?.current ?? []).tied).toBeCloseTo(0.1982098834, 10)
    expect(laws(second?.reference ?? [], second?.current ?? []).tied).toBeCloseTo(0.0352177271, 10)
  })

  it('beyond the exact law is a few in a thousand off, and a few in a hundred far out', () => {
    for (const { reference, current, p } of cases.filter(({ exact }) => !exact)) {
      const { tied } = laws(reference, current)
      expectNear(tied, p, p > 1e-4 ? 0.01 : 0.06, `${reference.length} v ${current.length}, p ${p}`)
    }
  })

  it('is the share of random interleavings', () => {
    const pooled = [0, 0, 0, 1, 1, 2, 2, 2, 2, 3, 5, 5, 5, 5, 5, 6, 7, 7]
    const uniform = generator(11)
    const observed = laws(pooled.slice(0, 8), pooled.slice(8)).statistic / 2
    let reached = 0
    for (let i = 0; i < 20_000; i++) {
      for (let k = pooled.length - 1; k > 0; k--) {
        const other = Math.floor(uniform() * (k + 1))
        ;[pooled[k], pooled[other]] = [pooled[other] as number, pooled[k] as number]
      }
      const gap = ecdfDistance(ecdfOf(pooled.slice(0, 8)), ecdfOf(pooled.slice(8))).gap
      if (Math.abs(gap) >= observed - 1e-12) reached++
    }
    const ends = tiePoints(ecdfOf(pooled), ecdfOf([])).at
    expect(Math.abs(reached / 20_000 - kolmogorovExact(8, 10, observed, ends))).toBeLessThan(0.012)
  })

  it('calls drift in 5% of equal Poisson windows where the law without ties calls it in 1%', () => {
    const uniform = generator(20260101)
    const poisson = () => {
      let [count, product] = [0, uniform()]
      for (; product > Math.exp(-2); product *= uniform()) count++
      return count
    }
    const window = () => Array.from({ length: 200 }, poisson)
    let [tied, untied] = [0, 0]
    for (let i = 0; i < 3000; i++) {
      const found = laws(window(), window())
      if (found.tied <= 0.05) tied++
      if (found.untied <= 0.05) untied++
    }
    expect(tied / 3000).toBeGreaterThan(0.033)
    expect(tied / 3000).toBeLessThan(0.052)
    expect(untied / 3000).toBeLessThan(0.016)
  })

  it('never exceeds the law without ties, and is that law where there are none', () => {
    const values = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(values, values, (a, b) => {
        const { tied, untied } = laws(a, b)
        expect(tied > 0 && tied <= untied).toBe(true)
      }),
    )
    const { tied, untied } = laws([1, 2, 3, 4, 5], [2.5, 6, 7, 8, 9, 10])
    expect(tied).toBe(untied)
    expectNear(
      kolmogorovExact(
        5,
        6,
        0.6,
        Array.from({ length: 11 }, (_, i) => i + 1),
      ),
      kolmogorovExact(5, 6, 0.6),
      1e-14,
    )
  })

  it.each([
    ['two values', (i: number) => i % 2],
    ['a thousand values', (i: number) => (i * 7919) % 1000],
    ['half one value', (i: number) => (i % 2 === 0 ? 0 : i)],
    ['cents', (i: number) => Math.round(2000 * (((i * 7919) % 99_991) / 99_991) ** 3)],
  ])('is a probability at every gap in large windows of %s', (_, value) => {
    const a = ecdfOf(Array.from({ length: 30_000 }, (_, i) => value(i)))
    const b = ecdfOf(Array.from({ length: 20_000 }, (_, i) => value(i + 5)))
    let before = 1
    for (const statistic of [
      1e-5, 1e-4, 0.001, 0.003, 0.006, 0.01, 0.012, 0.02, 0.04, 0.05, 0.08, 0.1, 0.3, 1,
    ]) {
      const p = kolmogorovTied(a, b, statistic, kstwoUpper(12_000, statistic))
      expect(p >= 0 && p <= Math.min(1, before + 1e-6), `D ${statistic}: ${p} after ${before}`).toBe(true)
      before = p
    }
    expect(before).toBeLessThan(1e-300)
  })
})

describe('brownianBridgeHit', () => {
  it('agrees with a quadrature that takes every check on its own', () => {
    for (const { name, checks, lower, upper, p, within } of golden<BridgeCase>('bridge')) {
      const found = brownianBridgeHit(checks.map(t => ({ t, lower, upper, ends: 1 })))
      expectNear(found, p, within, `${name} between ${lower} and ${upper}`)
    }
  })

  it("comes to Kolmogorov's law where checks stand close", () => {
    for (const d of [0.8, 1.2, 1.6, 2.2]) {
      const checks = Array.from({ length: 4000 }, (_, i) => ({
        t: (i + 1) / 4001,
        lower: -d,
        upper: d,
        ends: 50,
      }))
      const kolmogorov = 2 * (Math.exp(-2 * d * d) - Math.exp(-8 * d * d) + Math.exp(-18 * d * d))
      expectNear(brownianBridgeHit(checks), kolmogorov, 0.02, `d ${d}`)
    }
  })
})

/** Park and Miller's. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}
