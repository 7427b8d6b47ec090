import { expect } from 'vitest'
import { toPair } from '../../src/drift/column-pair.ts'
import type { DriftTest, TestResult } from '../../src/drift/drift-test.ts'
import type { CategoricalProfile } from '../../src/profile/profile.ts'
import { expectNear, golden } from '../stats/golden.ts'
import { categorical, numeric } from './windows.ts'

/** What two-samples.json says of a test; null where SciPy has no answer. */
type Expected = { statistic: number; p?: number | null; dof?: number; effect?: number } | null
export type Recipe = [seed: number, count: number, levels: number, scale: number, shift: number]
type Case = { name: string; reference: Recipe; current: Recipe } & Record<string, Expected>

/** The values of a recipe, to the last bit those of generate-two-sample.py: Park and Miller's generator. */
export function stream([seed, count, levels, scale, shift]: Recipe): number[] {
  let state = seed
  return Array.from({ length: count }, () => {
    state = (state * 48271) % 2147483647
    const unit = state / 2147483647
    return (levels > 0 ? Math.floor(unit * levels) : unit) * scale + shift
  })
}

const samples = golden<Case>('two-samples').map(one => ({
  ...one,
  pair: toPair(numeric(stream(one.reference)), numeric(stream(one.current))),
}))

/** Measures every pair of golden samples, and holds the result against what `test` should have made of it. */
export function expectGolden(
  test: DriftTest,
  near: { statistic: number; p: number },
  unavailable: readonly string[] = [],
): void {
  for (const { name, pair, ...one } of samples) {
    const expected = (one as unknown as Record<string, Expected>)[test.name]
    const result = test.measure(pair)
    expect('unavailable' in result, name).toBe(unavailable.includes(name))
    if (!expected || 'unavailable' in result) continue
    const { statistic, pValue, dof, effect } = result as TestResult
    if (Math.abs(expected.statistic) < 1e-300) expect(statistic, name).toBe(expected.statistic)
    else expectNear(statistic, expected.statistic, near.statistic, `${name}: statistic`)
    if (expected.p != null) expectNear(pValue as number, expected.p, near.p, `${name}: p`)
    if (expected.dof !== undefined) expectNear(dof as number, expected.dof, near.statistic, `${name}: dof`)
    if (expected.effect !== undefined) expectNear(effect as number, expected.effect, near.statistic, name)
  }
}

type Table = [number[], number[]]
type TableCase = { table: Table } & Record<string, Record<string, number>>

/** The tables of two-sample-tables.json that `test` has an answer for, and what it makes of them. */
export function goldenTables(test: DriftTest) {
  return golden<TableCase>('two-sample-tables').flatMap(({ table, ...one }) => {
    const expected = (one as unknown as Record<string, Record<string, number>>)[test.name]
    const result = test.measure(tablePair(table)) as TestResult
    return expected === undefined ? [] : [{ label: JSON.stringify(table).slice(0, 60), expected, result }]
  })
}

/** A contingency table as two windows; categories c000, c001, … */
export function tablePair([first, second]: Table) {
  return toPair(row(first), row(second))
}

function row(counts: readonly number[]): CategoricalProfile {
  const named = counts.map((count, i): [string, number] => [`c${String(i).padStart(3, '0')}`, count])
  return { ...categorical([]), counts: new Map(named) }
}
