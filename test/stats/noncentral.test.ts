import { describe, expect, test } from 'vitest'
import { adjustPValues } from '../../src/stats/adjust-p-values.ts'
import { chiSquareUpper } from '../../src/stats/chi-square-upper.ts'
import { noncentralChiSquareUpper } from '../../src/stats/noncentral-chi-square-upper.ts'
import { noncentralCritical, noncentralityLower } from '../../src/stats/noncentrality.ts'
import { expectNear, golden } from './golden.ts'

interface Tail {
  readonly x: number
  readonly dof: number
  readonly lambda: number
  readonly p: number
}

interface Adjusted {
  readonly p: readonly number[]
  readonly bh: readonly number[]
  readonly holm: readonly number[]
}

describe('the noncentral chi-square law', () => {
  test("is SciPy's ncx2.sf", () => {
    const cases = golden<Tail>('noncentral')
    expect(cases.length).toBeGreaterThan(200)
    for (const { x, dof, lambda, p } of cases) {
      expectNear(noncentralChiSquareUpper(x, dof, lambda), p, 1e-8, `${x} ${dof} ${lambda}`)
    }
  })

  test('is the central one without noncentrality, and certain below 0', () => {
    expect(noncentralChiSquareUpper(7.3, 9, 0)).toBe(chiSquareUpper(7.3, 9))
    expect(noncentralChiSquareUpper(0, 9, 3)).toBe(1)
    expect(noncentralChiSquareUpper(1e9, 9, 3)).toBe(0)
  })

  test('grows with the noncentrality, and its bounds invert it', () => {
    let before = 0
    for (const lambda of [0, 0.5, 2, 8, 32, 128]) {
      const p = noncentralChiSquareUpper(40, 9, lambda)
      expect(p).toBeGreaterThan(before)
      before = p
    }
    expectNear(noncentralChiSquareUpper(noncentralCritical(9, 20, 0.05), 9, 20), 0.05, 1e-5)
    expectNear(noncentralChiSquareUpper(80, 9, noncentralityLower(80, 9, 0.05)), 0.05, 1e-5)
    expect(noncentralityLower(3, 9, 0.05)).toBeLessThan(1e-6)
  })

  test.each([1, 9, 40, 300])('bounds it to seven digits, with %i degrees', dof => {
    const [below, above] = [1 - 3e-7, 1 + 3e-7]
    for (const alpha of [0.001, 0.05, 0.5, 0.9]) {
      for (const size of [0.01, 1, 7, 60, 900, 50_000]) {
        const critical = noncentralCritical(dof, size, alpha)
        expect(noncentralChiSquareUpper(critical * below, dof, size)).toBeGreaterThanOrEqual(alpha)
        expect(noncentralChiSquareUpper(critical * above, dof, size)).toBeLessThan(alpha)
        const lower = noncentralityLower(size, dof, alpha)
        if (lower > 0) expect(noncentralChiSquareUpper(size, dof, lower * below)).toBeLessThan(alpha)
        else expect(noncentralChiSquareUpper(size, dof, 1e-9)).toBeGreaterThanOrEqual(alpha)
        if (lower < size * below) {
          expect(noncentralChiSquareUpper(size, dof, Math.max(lower * above, 1e-9))).toBeGreaterThanOrEqual(
            alpha,
          )
        }
      }
    }
  })
})

describe('adjusted p-values', () => {
  test.each(golden<Adjusted>('adjusted'))(
    'are those of SciPy and of the definition: $p',
    ({ p, bh, holm }) => {
      for (const [i, value] of adjustPValues(p, 'bh').entries())
        expect(value).toBeCloseTo(bh[i] as number, 14)
      for (const [i, value] of adjustPValues(p, 'holm').entries())
        expect(value).toBeCloseTo(holm[i] as number, 14)
      expect(adjustPValues(p, 'none')).toEqual(p)
    },
  )

  test('of none are none', () => {
    expect(adjustPValues([], 'bh')).toEqual([])
  })
})
