import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toPair } from '../../src/drift/column-pair.ts'
import { driftTests } from '../../src/drift/tests.ts'
import { numericProfile } from '../../src/profile/numeric-profile.ts'
import type { CategoricalProfile, ColumnProfile, NumericProfile } from '../../src/profile/profile.ts'
import { mergeEcdf } from '../../src/stats/merge-ecdf.ts'
import { categorical } from '../drift/windows.ts'

/**
 * The seam that a distributed engine needs: a window profiled in two halves, and the profiles merged, answers every
 * test as the window profiled whole, to the last bit.
 */
function mergeNumeric(a: NumericProfile, b: NumericProfile): NumericProfile {
  return {
    kind: 'numeric',
    rows: a.rows + b.rows,
    nulls: a.nulls + b.nulls,
    infinite: a.infinite + b.infinite,
    ecdf: mergeEcdf(a.ecdf, b.ecdf),
    exact: a.exact && b.exact,
  }
}

function mergeCategorical(a: CategoricalProfile, b: CategoricalProfile): CategoricalProfile {
  const counts = new Map(a.counts)
  for (const [value, count] of b.counts) counts.set(value, (counts.get(value) ?? 0) + count)
  return {
    kind: 'categorical',
    rows: a.rows + b.rows,
    nulls: a.nulls + b.nulls,
    counts,
    exact: a.exact && b.exact,
  }
}

function halves<Value>(values: readonly Value[], cut: number): readonly [readonly Value[], readonly Value[]] {
  const at = cut % (values.length + 1)
  return [values.slice(0, at), values.slice(at)]
}

const numbers = (values: readonly number[]) => numericProfile(Float64Array.from(values))
const mergedNumbers = (values: readonly number[], cut: number) => {
  const [first, second] = halves(values, cut)
  return mergeNumeric(numbers(first), numbers(second))
}
const mergedWords = (values: readonly string[], cut: number) => {
  const [first, second] = halves(values, cut)
  return mergeCategorical(categorical(first), categorical(second))
}

function figures(reference: ColumnProfile, current: ColumnProfile) {
  const pair = toPair(reference, current)
  return driftTests.flatMap(test =>
    test.kinds.includes(pair.kind) ? [[test.name, test.measure(pair)] as const] : [],
  )
}

const value = fc.oneof(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(Number.NaN, Infinity, -Infinity, -0),
)
/** At least one value that counts, wherever the cut falls. */
const window = fc.array(value, { maxLength: 80 }).map(values => [...values, 1])
const words = fc.array(fc.constantFrom('a', 'b', 'ü', '😀', '\uffff', ''), { minLength: 1, maxLength: 60 })

describe('two halves, merged', () => {
  test('of numbers are the whole, in every figure of every test', () => {
    fc.assert(
      fc.property(window, window, fc.nat(), fc.nat(), (reference, current, i, j) => {
        const [before, after] = [mergedNumbers(reference, i), mergedNumbers(current, j)]
        expect(before).toEqual(numbers(reference))
        expect(figures(before, after)).toEqual(figures(numbers(reference), numbers(current)))
      }),
    )
  })

  test('of categories are the whole, in every figure of every test', () => {
    fc.assert(
      fc.property(words, words, fc.nat(), fc.nat(), (reference, current, i, j) => {
        const [before, after] = [mergedWords(reference, i), mergedWords(current, j)]
        expect(before).toEqual(categorical(reference))
        expect(figures(before, after)).toEqual(figures(categorical(reference), categorical(current)))
      }),
    )
  })

  test('of 100,000 numbers, too: every test is there', () => {
    const [reference, current] = [0, 0.1].map(shift =>
      Array.from({ length: 100_000 }, (_, i) => Math.sin(i * 1.7) * Math.sin(i * 0.3) + shift),
    )
    if (reference === undefined || current === undefined) throw new Error('two windows')
    const whole = figures(numbers(reference), numbers(current))
    expect(figures(mergedNumbers(reference, 33_333), mergedNumbers(current, 71_000))).toEqual(whole)
    expect(whole.map(([name]) => name)).toEqual(
      driftTests.filter(({ kinds }) => kinds.includes('numeric')).map(({ name }) => name),
    )
  })
})
