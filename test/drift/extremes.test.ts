import { expect, it } from 'vitest'
import { toPair } from '../../src/drift/column-pair.ts'
import type { TestResult } from '../../src/drift/drift-test.ts'
import { driftTests } from '../../src/drift/tests.ts'
import type { ColumnProfile } from '../../src/profile/profile.ts'
import { formatPValue } from '../../src/report/numbers.ts'
import { categorical, numeric } from './windows.ts'

const million = 1_000_000

function numbers(from: number, step: number): ColumnProfile {
  const values = Float64Array.from({ length: million }, (_, i) => from + step * i)
  const cumulative = Float64Array.from({ length: million }, (_, i) => i + 1)
  return { ...numeric([]), rows: million, ecdf: { values, cumulative } }
}

function atoms(counts: Readonly<Record<number, number>>): ColumnProfile {
  const values = Float64Array.from(Object.keys(counts), Number)
  let total = 0
  const cumulative = values.map(value => (total += counts[value] as number))
  return { ...numeric([]), rows: total, ecdf: { values, cumulative } }
}

function categories(counts: Readonly<Record<string, number>>): ColumnProfile {
  return { ...categorical([]), counts: new Map(Object.entries(counts)) }
}

/** Windows of a million values that have nothing in common. */
const pairs: Readonly<Record<string, readonly [ColumnProfile, ColumnProfile]>> = {
  'numbers apart': [numbers(0, 1e-6), numbers(10, 1e-6)],
  'numbers apart, one window small': [numbers(0, 1e-6), numeric([5, 6, 7, 8, 9, 10, 11, 12, 13, 14])],
  'two numbers': [atoms({ 0: million, 1: 1 }), atoms({ 0: 1, 1: million })],
  'half one number': [atoms({ 0: million, 1: million, 2: 5 }), atoms({ 0: 3, 1: 9, 2: million })],
  'two categories': [categories({ a: million, b: 1 }), categories({ a: 1, b: million })],
  'five categories': [
    categories({ a: million, b: million, z: 1 }),
    categories({ c: million, d: 9 * million }),
  ],
}

it.each(Object.entries(pairs))('%s: a p-value is tiny, and never 0', (_, [reference, current]) => {
  const pair = toPair(reference, current)
  for (const test of driftTests.filter(({ hasPValue, kinds }) => hasPValue && kinds.includes(pair.kind))) {
    const result = test.measure(pair)
    if ('unavailable' in result) continue
    const pValues = Object.entries(result as TestResult).filter(([figure]) => /pvalue$/i.test(figure))
    expect(pValues.length, test.name).toBeGreaterThan(0)
    for (const [figure, p = 0] of pValues) {
      expect(p > 0 && p < 0.01, `${test.name}.${figure}: ${p}`).toBe(true)
      expect(JSON.parse(JSON.stringify(p)), test.name).toBeGreaterThan(0)
      if (p < 1e-300) expect(formatPValue(p)).toBe('< 1e-300')
    }
  }
})
