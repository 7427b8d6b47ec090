import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type DriftDocument, driftJson } from './run.ts'

/** Real pairs whose answers were computed by SciPy 1.17.1 and NumPy 2.4.6. */
const root = '../shared/fixtures'
const here = existsSync(`${root}/answers`)

interface Answer {
  readonly summary: {
    readonly seed_order_by_ks_desc: readonly (readonly [string, number, number, boolean])[]
    readonly degradation_alerts: readonly {
      column: string
      alert_type: string
      current_value: number
      baseline_value: number
    }[]
  }
  readonly columns: readonly Column[]
}

interface Column {
  readonly name: string
  readonly kind: string
  readonly reference?: Record<string, number>
  readonly current?: Record<string, number>
  readonly seed_data_drift?: { readonly statistic: number; readonly is_drifted: boolean }
  readonly numeric?: {
    readonly ks: { readonly statistic: number; readonly auto: { readonly pvalue: number } }
    readonly psi_seed: { readonly value: number; readonly value_exact_positions: number }
    readonly wasserstein: { readonly raw: number; readonly norm: number; readonly normed: number }
  }
  readonly categorical?: {
    readonly chi2_contingency: {
      readonly statistic: number
      readonly pvalue: number
      readonly cramers_v: number
    }
    readonly tvd: number
    readonly l_infinity: number
    readonly hellinger: number
    readonly jensenshannon: { readonly distance_base_2: number }
    readonly psi_eps: { readonly value: number }
  }
}

const pairs = here ? readdirSync(`${root}/answers`).filter(name => name.endsWith('.json')) : []

describe.skipIf(!here)('answers of real pairs', () => {
  for (const file of pairs) {
    for (const format of ['parquet', 'csv']) {
      const pair = file.replace('.json', '')
      it(`${pair} as ${format}`, async () => {
        const answer = JSON.parse(readFileSync(`${root}/answers/${file}`, 'utf8')) as Answer
        const windows = ['reference', 'current'].map(role => `${root}/pairs/${pair}/${role}.${format}`)
        const found = await driftJson(...windows, '--policy', 'classic')
        expectOrder(answer, found)
        expectAlerts(answer, found)
        for (const column of answer.columns) if (column.numeric) expectNumeric(column, found)
        const asCategories = answer.columns.filter(column => column.categorical)
        const types = asCategories.flatMap(({ name }) => ['--type', `${name}=categorical`])
        const categorical = await driftJson(...windows, '--policy', 'classic', ...types)
        for (const column of asCategories)
          if (!column.kind.match(/^numeric$/)) expectCategorical(column, categorical)
      })
    }
  }
})

function rowOf(found: DriftDocument, name: string) {
  const row = found.drift.find(({ column }) => column === name)
  if (row === undefined) throw new Error(`no row for ${name}`)
  return row
}

function expectOrder({ summary }: Answer, found: DriftDocument): void {
  const withKs = found.drift.filter(row => row.tests.ks !== undefined)
  expect(withKs.map(({ column }) => column)).toEqual(summary.seed_order_by_ks_desc.map(([name]) => name))
  expect(withKs.map(({ drifted }) => drifted)).toEqual(summary.seed_order_by_ks_desc.map(row => row[3]))
}

function expectAlerts({ summary }: Answer, found: DriftDocument): void {
  const key = (alert: { column: string | null; check: string }) => `${alert.column} ${alert.check}`
  const degraded = found.degradation.filter(row => row.degraded)
  const expected = summary.degradation_alerts.map(alert => ({ ...alert, check: alert.alert_type }))
  expect(degraded.map(key).sort()).toEqual(expected.map(key).sort())
  for (const alert of expected) {
    const row = degraded.find(one => key(one) === key(alert))
    expectNear(row?.current, alert.current_value, 1e-8, `${alert.column} current`)
    expectNear(row?.baseline, alert.baseline_value, 1e-8, `${alert.column} baseline`)
  }
}

function expectNumeric({ name, numeric, reference, current }: Column, found: DriftDocument): void {
  if (numeric === undefined) return
  const { tests, ...row } = rowOf(found, name)
  expectNear(tests.ks?.statistic, numeric.ks.statistic, 1e-8, `${name} ks`)
  expectP(tests.ks?.pValue, numeric.ks.auto.pvalue, `${name} ks p`)
  const psi = [numeric.psi_seed.value, numeric.psi_seed.value_exact_positions]
  const nearest = psi.sort(
    (a, b) => Math.abs(a - (tests.psi?.statistic ?? 0)) - Math.abs(b - (tests.psi?.statistic ?? 0)),
  )
  expectNear(tests.psi?.statistic, nearest[0] as number, 1e-8, `${name} psi`)
  expectNear(tests.wasserstein?.statistic, numeric.wasserstein.raw, 1e-8, `${name} wasserstein`)
  for (const [side, expected] of [
    [row.reference, reference],
    [row.current, current],
  ] as const) {
    expect(side?.nulls, `${name} nulls`).toBe(expected?.n_null)
    expect(side?.distinct, `${name} distinct`).toBe(expected?.n_unique)
    expectNear(side?.mean, expected?.mean as number, 1e-8, `${name} mean`)
    expectNear(side?.sd, expected?.std_population as number, 1e-8, `${name} sd`)
    expect(side?.min, `${name} min`).toBe(expected?.min)
    expect(side?.max, `${name} max`).toBe(expected?.max)
    expectNear(side?.p50, expected?.median as number, 1e-8, `${name} median`)
  }
}

function expectCategorical({ name, categorical }: Column, found: DriftDocument): void {
  if (categorical === undefined) return
  const { tests, ...row } = rowOf(found, name)
  expectNear(
    tests['chi-square']?.statistic,
    categorical.chi2_contingency.statistic,
    1e-8,
    `${name} chi-square`,
  )
  expectP(tests['chi-square']?.pValue, categorical.chi2_contingency.pvalue, `${name} chi-square p`)
  expectNear(tests['cramers-v']?.statistic, categorical.chi2_contingency.cramers_v, 1e-8, `${name} V`)
  expectNear(tests.tvd?.statistic, categorical.tvd, 1e-8, `${name} tvd`)
  expectNear(tests['l-infinity']?.statistic, categorical.l_infinity, 1e-8, `${name} l-infinity`)
  expectNear(tests.hellinger?.statistic, categorical.hellinger, 1e-8, `${name} hellinger`)
  expectNear(
    tests['jensen-shannon']?.statistic,
    categorical.jensenshannon.distance_base_2,
    1e-8,
    `${name} js`,
  )
  expectNear(tests.psi?.statistic, categorical.psi_eps.value, 1e-8, `${name} psi`)
  expect(row.drifted, `${name} drifted`).toBe(categorical.chi2_contingency.pvalue < 0.01)
}

function expectP(actual: number | undefined, expected: number, what: string): void {
  if (expected > 1e-12) expectNear(actual, expected, 1e-3, what)
  else expect(actual, what).toBeLessThan(1e-12)
}

function expectNear(
  actual: number | null | undefined,
  expected: number,
  tolerance: number,
  what: string,
): void {
  const near = Math.abs((actual ?? Number.NaN) - expected) <= tolerance * Math.abs(expected) + 1e-12
  expect(near, `${what}: ${actual} is not near ${expected}`).toBe(true)
}
