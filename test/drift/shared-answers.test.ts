import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { toPair } from '../../src/drift/column-pair.ts'
import { cramerVonMises } from '../../src/drift/cramer-von-mises.ts'
import type { DriftTest, NumericPair, TestResult } from '../../src/drift/drift-test.ts'
import { energy } from '../../src/drift/energy.ts'
import { fisher } from '../../src/drift/fisher.ts'
import { gTest } from '../../src/drift/g-test.ts'
import { mannWhitney } from '../../src/drift/mann-whitney.ts'
import { welchT } from '../../src/drift/welch-t.ts'
import { ecdfCount } from '../../src/stats/ecdf-count.ts'
import type { PooledSteps } from '../../src/stats/pooled-steps.ts'
import { expectNear } from '../stats/golden.ts'
import { tablePair } from './two-samples.ts'
import { numeric } from './windows.ts'

const shared = new URL('../../../shared/', import.meta.url)
const read = (path: string) => JSON.parse(readFileSync(new URL(path, shared), 'utf8'))

const answerFiles = () =>
  readdirSync(new URL('fixtures/answers/', shared)).filter(name => name.endsWith('.json'))

interface Answer {
  readonly mann_whitney_u: { readonly statistic: number; readonly pvalue: number }
  readonly t_welch: { readonly statistic: number | null; readonly pvalue: number }
  readonly cramer_von_mises: { readonly statistic: number; readonly pvalue: number }
}

/** Every numeric column of the pairs that are plain enough to be split at commas, with its answers. */
function* numericColumns(): Generator<{ label: string; answer: Answer; pair: NumericPair }> {
  for (const file of answerFiles()) {
    const windows = ['reference', 'current'].map(side => {
      const text = readFileSync(
        new URL(`fixtures/pairs/${file.replace('.json', '')}/${side}.csv`, shared),
        'utf8',
      )
      return text.includes('"')
        ? []
        : text
            .trim()
            .split(/\r?\n/)
            .map(line => line.split(','))
    })
    const [reference, current] = windows as [string[][], string[][]]
    for (const { name, numeric: answer } of read(`fixtures/answers/${file}`).columns) {
      if (!answer?.t_welch) continue
      const before = numbersOf(reference, name)
      const after = numbersOf(current, name)
      if (before.length !== answer.n_reference_used || after.length !== answer.n_current_used) continue
      const pair = toPair(numeric(before), numeric(after)) as NumericPair
      yield { label: `${file} ${name}`, answer, pair }
    }
  }
}

function numbersOf([header = [], ...rows]: string[][], name: string): number[] {
  const at = header.indexOf(name)
  const cells = rows.map(row => row[at] ?? '').filter(cell => cell !== '')
  return cells.map(Number).filter(Number.isFinite)
}

/** What SciPy's rank formula makes of ties, whether or not the windows differ. */
function tieTerm(pair: NumericPair): number {
  const { reference, current } = pair
  const [all] = pair.steps
  const { gaps, first, second } = all as PooledSteps
  const [n, m] = [ecdfCount(reference.ecdf), ecdfCount(current.ecdf)]
  let [cubes, mixed, steps, before] = [0, 0, 0, 0]
  for (let i = 0; i < gaps.length; i++) {
    const [a, b, gap] = [first[i] as number, second[i] as number, gaps[i] as number]
    cubes += a ** 3 + b ** 3
    mixed += a * b * (a + b)
    steps += (a + b) * ((gap - before) / 2) ** 2
    before = gap
  }
  const total = n + m
  const scale = 12 * n * m * total ** 2
  const ranks = ((n * n + n * m + m * m) * cubes - 3 * n * m * mixed - (n - m) ** 2 * total) / scale
  return ranks - (n * m * steps) / total ** 2
}

function hasTies({ reference, current, steps }: NumericPair): boolean {
  const [all] = steps
  return (all as PooledSteps).values.length < ecdfCount(reference.ecdf) + ecdfCount(current.ecdf)
}

describe.skipIf(!existsSync(shared))('shared known answers', () => {
  it('two waves', () => {
    const { A: answers } = read('reference/drift_fixtures.json')
    const indices = Array.from({ length: 200 }, (_, i) => i)
    const reference = numeric(indices.map(i => 2 * Math.sin(i) + i / 50))
    const current = numeric(indices.map(i => 2.5 * Math.cos(i) + i / 40 + 0.5))
    const of = (test: DriftTest) => test.measure(toPair(reference, current)) as TestResult
    expectNear(of(energy).statistic, answers.energy_distance, 1e-12)
    expectNear(of(cramerVonMises).statistic, answers.cvm_T, 1e-12)
    // SciPy stops its series at 1e-7.
    expect(of(cramerVonMises).pValue).toBeCloseTo(answers.cvm_p_asymp, 8)
    expect(of(mannWhitney).statistic).toBe(answers.mannwhitney_U_ref)
    expectNear(of(mannWhitney).pValue as number, answers.mannwhitney_p_two_sided_asymp, 1e-12)
  })

  it('tables', () => {
    const { B, C } = read('reference/drift_fixtures.json')
    const letters = ['a', 'b', 'c', 'd', 'e']
    const counts = (row: Record<string, number>) => letters.map(letter => row[letter] ?? 0)
    const g = gTest.measure(tablePair([counts(B.ref_counts), counts(B.cur_counts)])) as TestResult
    expectNear(g.statistic, B.g_two_sample[0], 1e-13)
    expectNear(g.pValue as number, B.g_two_sample[1], 1e-12)
    const exact = fisher.measure(tablePair(C.table)) as TestResult
    expectNear(exact.pValue as number, C.fisher_two_sided, 1e-12)
    expectNear(exact.oddsRatio as number, C.odds_ratio, 1e-14)
  })

  it('U, t and T of every numeric column', () => {
    let compared = 0
    for (const { label, answer, pair } of numericColumns()) {
      const of = (test: DriftTest) => test.measure(pair) as TestResult
      const { mann_whitney_u: u, t_welch: t, cramer_von_mises: cvm } = answer
      expect(of(mannWhitney).statistic, label).toBe(u.statistic)
      if (u.pvalue > 1e-300) expectNear(of(mannWhitney).pValue as number, u.pvalue, 1e-10, `${label}: U`)
      if (t.statistic === null) expect(of(welchT), label).toHaveProperty('unavailable')
      else
        expect(Math.abs(of(welchT).statistic - t.statistic), label).toBeLessThan(
          1e-8 * (1 + Math.abs(t.statistic)),
        )
      if (t.pvalue > 1e-300) expectNear(of(welchT).pValue as number, t.pvalue, 1e-6, `${label}: t`)
      expectNear(of(cramerVonMises).statistic + tieTerm(pair), cvm.statistic, 1e-8, `${label}: T`)
      if (!hasTies(pair)) expect(of(cramerVonMises).pValue, label).toBeCloseTo(cvm.pvalue, 6)
      compared++
    }
    expect(compared).toBeGreaterThan(30)
  })

  it('G of every categorical column', () => {
    let compared = 0
    for (const file of answerFiles()) {
      for (const { name, categorical } of read(`fixtures/answers/${file}`).columns) {
        if (!categorical?.g_test) continue
        const of = (side: string) => categorical.categories.map((each: Record<string, number>) => each[side])
        const g = gTest.measure(tablePair([of('reference'), of('current')])) as TestResult
        const { statistic, pvalue } = categorical.g_test
        // SciPy's sum of terms of either sign loses what windows hardly differ in.
        expect(Math.abs(g.statistic - statistic), `${file} ${name}`).toBeLessThan(1e-10 + 1e-10 * statistic)
        if (pvalue > 1e-300) expectNear(g.pValue as number, pvalue, 1e-8, `${file} ${name}: p`)
        compared++
      }
    }
    expect(compared).toBeGreaterThan(20)
  })
})
