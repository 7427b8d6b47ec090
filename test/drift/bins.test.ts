import { describe, expect, it } from 'vitest'
import { toPair } from '../../src/drift/column-pair.ts'
import type { TestResult } from '../../src/drift/drift-test.ts'
import { ks } from '../../src/drift/ks.ts'
import { psi } from '../../src/drift/psi.ts'
import { expectNear, golden } from '../stats/golden.ts'
import { categorical, numeric } from './windows.ts'

type Binned = {
  name: string
  reference: number[]
  current: number[]
  referenceCounts: number[]
  currentCounts: number[]
}

describe('numeric bins', () => {
  it.each(golden<Binned>('numeric').map(one => [one.name, one] as const))("are NumPy's: %s", (_, one) => {
    const { bins } = toPair(numeric(one.reference), numeric(one.current))
    expect(Array.from(bins.reference)).toEqual(one.referenceCounts)
    expect(Array.from(bins.current)).toEqual(one.currentCounts)
    expect([bins.referenceTotal, bins.currentTotal]).toEqual([one.reference.length, one.current.length])
  })

  it('are labelled by their edges, open outwards', () => {
    const { labels } = toPair(numeric([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), numeric([5])).bins
    expect([labels[0], labels[1], labels[9], labels.length]).toEqual(['< 1', '1 to 2', '>= 9', 10])
  })

  it('have labels that differ where their edges do', () => {
    const close = Array.from({ length: 11 }, (_, i) => 12_345_678 + i)
    expect(toPair(numeric(close), numeric([1])).bins.labels[1]).toBe('12345679 to 12345680')
  })

  it('of a constant see a move down and not a move up', () => {
    const constant = numeric(Array(20).fill(3))
    const against = (value: number) =>
      (psi.measure(toPair(constant, numeric([value, value]))) as TestResult).statistic
    expect(against(4)).toBe(0)
    expect(against(2)).toBeGreaterThan(10)
  })
})

describe('categorical bins', () => {
  it('are the union of categories by code point', () => {
    const { bins } = toPair(categorical(['b', '\u{1F600}', 'b']), categorical(['\uFFFD', 'a', 'b', 'ba']))
    expect(bins.labels).toEqual(['a', 'b', 'ba', '\uFFFD', '\u{1F600}'])
    expect(Array.from(bins.reference)).toEqual([0, 2, 0, 0, 1])
    expect(Array.from(bins.current)).toEqual([1, 1, 1, 1, 0])
  })
})

describe('toPair', () => {
  it('wants one kind and a value on either side', () => {
    expect(() => toPair(numeric([1]), categorical(['a']))).toThrow('one kind')
    expect(() => toPair(numeric([]), numeric([1]))).toThrow('at least one value')
    expect(() => toPair(categorical(['a']), categorical([]))).toThrow('at least one value')
  })
})

describe('ks', () => {
  const values = (n: number, shift: number) => Array.from({ length: n }, (_, i) => (i + 0.5) / n + shift)

  it('says where the gap is and which way', () => {
    expect(ks.measure(toPair(numeric([1, 2, 3]), numeric([0])))).toMatchObject({
      statistic: 1,
      location: 0,
      sign: -1,
    })
    expect(ks.measure(toPair(numeric([1, 2]), numeric([1, 2])))).toEqual({
      statistic: 0,
      pValue: 1,
      tieAwarePValue: 1,
    })
  })

  it('is above 0 for the widest band of 9,999 against 10,000', () => {
    const result = ks.measure(toPair(numeric(values(9999, 0)), numeric(values(10_000, 0.6)))) as TestResult
    expect(result.pValue).toBe(Number.MIN_VALUE)
  })

  it('leaves the exact law beyond 10,000 values', () => {
    const result = ks.measure(toPair(numeric(values(10_001, 0)), numeric(values(10_001, 0.02)))) as TestResult
    // SciPy 1.17.1: kstwo.sf(201/10001, 5000), 10001/2 rounded half to even.
    expect(result.statistic).toBeCloseTo(201 / 10_001, 12)
    expectNear(result.pValue as number, 0.03474452473661038, 1e-11)
  })
})
