import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { chiSquare } from '../../src/drift/chi-square.ts'
import { toPair } from '../../src/drift/column-pair.ts'
import { cramersV } from '../../src/drift/cramers-v.ts'
import type { DriftTest, TestResult } from '../../src/drift/drift-test.ts'
import { jensenShannon } from '../../src/drift/jensen-shannon.ts'
import { ks } from '../../src/drift/ks.ts'
import { driftTests } from '../../src/drift/tests.ts'
import { wasserstein } from '../../src/drift/wasserstein.ts'
import type { CategoricalProfile } from '../../src/profile/profile.ts'
import { chiSquareUpper } from '../../src/stats/chi-square-upper.ts'
import { kstwoUpper } from '../../src/stats/kstwo-upper.ts'
import { quantile } from '../../src/stats/quantile.ts'
import { ecdfOf } from '../stats/ecdf-of.ts'
import { expectNear, golden } from '../stats/golden.ts'
import { numeric } from './windows.ts'

const known = new URL('../../../shared/fixtures/known/', import.meta.url)
const read = (name: string) => JSON.parse(readFileSync(new URL(name, known), 'utf8'))

function measured(test: DriftTest, reference: number[], current: number[]): TestResult {
  return test.measure(toPair(numeric(reference), numeric(current))) as TestResult
}

/** A row of a contingency table as a window; categories c000, c001, … */
function row(counts: readonly number[]): CategoricalProfile {
  const named = counts.map((count, i): [string, number] => [`c${String(i).padStart(3, '0')}`, count])
  const rows = counts.reduce((total, count) => total + count, 0)
  return { kind: 'categorical', rows, nulls: 0, exact: true, counts: new Map(named) }
}

describe('against SciPy and NumPy', () => {
  it.each(golden<Record<string, number> & { name: string }>('numeric').map(one => [one.name, one] as const))(
    '%s',
    (name, one) => {
      const { reference, current } = one as unknown as { reference: number[]; current: number[] }
      // The tests that run only when asked for have golden values of their own: two-samples.json.
      for (const test of driftTests.filter(
        ({ name, kinds, isDefault }) => isDefault && name !== 'psi-calibrated' && kinds.includes('numeric'),
      )) {
        const key = test.name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
        const expected = one[key] as number
        const { statistic } = measured(test, reference, current)
        if (Math.abs(expected) < 1e-12) expect(statistic).toBeCloseTo(0, 12)
        else expectNear(statistic, expected, 1e-12, `${name}: ${test.name}`)
      }
      expectNear(measured(ks, reference, current).pValue as number, one.ksP as number, 1e-10, name)
    },
  )

  it('contingency tables', () => {
    type Case = { table: [number[], number[]]; statistic: number; dof: number; p: number; cramersV: number }
    for (const { table, statistic, dof, p, cramersV: v } of golden<Case>('contingency')) {
      const pair = toPair(row(table[0]), row(table[1]))
      const result = chiSquare.measure(pair) as TestResult
      expect(result.dof).toBe(dof)
      if (statistic === 0) expect(result).toEqual({ statistic: 0, pValue: 1, exactPValue: 1, dof })
      else expectNear(result.statistic, statistic, 1e-12)
      expectNear(result.pValue as number, p, 1e-10)
      expect((cramersV.measure(pair) as TestResult).statistic).toBeCloseTo(v, 12)
    }
  })
})

describe('the textbook shift of 1…100 by 20', () => {
  const from = (first: number) => Array.from({ length: 100 }, (_, i) => first + i)
  const of = (name: string) =>
    measured(driftTests.find(test => test.name === name) as DriftTest, from(1), from(21))

  it('has the figures of the requirements', () => {
    expect(of('ks')).toMatchObject({ statistic: 0.2, location: 20, sign: 1 })
    expect(of('ks').pValue).toBeCloseTo(0.0363842879, 10)
    expect(of('psi').statistic).toBeCloseTo(1.6013401691, 10)
    expect(of('wasserstein').statistic).toBeCloseTo(20, 12)
    expect(of('wasserstein').normalized).toBeCloseTo(20 / Math.sqrt(833.25), 12)
  })
})

describe.skipIf(!existsSync(known))('shared known answers', () => {
  it("SciPy's own ks_2samp tests", () => {
    for (const one of read('scipy_ks_2samp_dev.json').cases) {
      if (one.alternative !== 'two-sided' || !['auto', 'exact'].includes(one.method)) continue
      const { statistic, pValue } = measured(ks, one.x, one.y)
      expectNear(statistic, one.scipy_statistic, 1e-12, one.test)
      expectNear(pValue as number, one.scipy_pvalue, 1e-10, one.test)
    }
  })

  it('small cases', () => {
    const cases = read('small_cases.json')
    for (const { table, statistic, dof, pvalue, correction } of cases.chi2_contingency) {
      if (correction) continue
      const result = chiSquare.measure(toPair(row(table[0]), row(table[1]))) as TestResult
      expect(result.statistic).toBeCloseTo(statistic, 12)
      expect(result.dof).toBe(dof)
      expectNear(result.pValue as number, pvalue, 1e-11)
    }
    for (const { x, y, expected } of cases.wasserstein) {
      expect(measured(wasserstein, x, y).statistic).toBeCloseTo(expected, 12)
    }
    for (const { p, q, distance_base_2: distance } of cases.jensenshannon) {
      const result = jensenShannon.measure(toPair(row(p), row(q))) as TestResult
      expect(result.statistic).toBeCloseTo(distance, 14)
    }
    for (const { x, q, expected } of cases.percentile_linear) {
      const ecdf = ecdfOf(x)
      expect(q.map((percent: number) => quantile(ecdf, percent / 100))).toEqual(expected)
    }
  })

  it('tails', () => {
    const { chi2_sf, kstwo_sf } = read('small_cases.json').p_value_tails
    for (const { x, df, expected } of chi2_sf) {
      if (expected > 0) expectNear(chiSquareUpper(x, df), expected, 1e-11, `chi2 ${x}, ${df}`)
    }
    for (const { d, n, expected } of kstwo_sf)
      expectNear(kstwoUpper(n, d), expected, 1e-10, `kstwo ${d}, ${n}`)
  })
})
