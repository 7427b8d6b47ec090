import { describe, expect, it } from 'vitest'
import { tooFew } from '../../src/drift/too-few.ts'

function measure(test: string, n: number, m: number, dof?: number) {
  const summary = (rows: number) => ({ rows: rows + 3, nulls: 2, infinite: 1, distinct: rows })
  const result = { statistic: 0, pValue: 1, ...(dof === undefined ? {} : { dof }) }
  return { reference: summary(n), current: summary(m), tests: { [test]: result }, unavailable: {} }
}

describe('too few values', () => {
  it('for KS are those of which no order is rarer than the limit: 2 / C(8, 4) is 0.029, 2 / C(10, 5) is 0.008', () => {
    expect(tooFew('ks', 'pValue', 0.01, measure('ks', 4, 4))).toBe(true)
    expect(tooFew('ks', 'pValue', 0.01, measure('ks', 5, 5))).toBe(false)
    expect(tooFew('ks', 'pValue', 0.01, measure('ks', 1, 198))).toBe(true)
    expect(tooFew('ks', 'pValue', 0.01, measure('ks', 1, 200))).toBe(false)
    expect(tooFew('ks', 'pValue', 0.01, measure('ks', 1, 1))).toBe(true)
    expect(tooFew('ks', 'pValue', 1e-300, measure('ks', 1e6, 1e6))).toBe(false)
  })

  it('for chi-square are those whose largest statistic, their number, is not past the limit', () => {
    expect(tooFew('chi-square', 'pValue', 0.01, measure('chi-square', 3, 3, 1))).toBe(true)
    expect(tooFew('chi-square', 'pValue', 0.01, measure('chi-square', 4, 3, 1))).toBe(false)
    expect(tooFew('chi-square', 'pValue', 0.01, measure('chi-square', 5, 4, 2))).toBe(true)
    expect(tooFew('chi-square', 'pValue', 0.01, measure('chi-square', 2, 2, 0))).toBe(true)
  })

  it('are the same for the law that knows of ties, and fewer for tables than the chi-square law says', () => {
    expect(tooFew('ks', 'tieAwarePValue', 0.01, measure('ks', 4, 4))).toBe(true)
    expect(tooFew('ks', 'tieAwarePValue', 0.01, measure('ks', 5, 5))).toBe(false)
    expect(tooFew('chi-square', 'exactPValue', 0.01, measure('chi-square', 4, 4, 1))).toBe(true)
    expect(tooFew('chi-square', 'exactPValue', 0.01, measure('chi-square', 5, 5, 1))).toBe(false)
    // 1 of C(9, 5) = 126, but 2 of C(10, 5) = 252.
    expect(tooFew('chi-square', 'exactPValue', 0.0079, measure('chi-square', 5, 4, 1))).toBe(true)
    expect(tooFew('ks', 'statistic', 0.01, measure('ks', 1, 1))).toBe(false)
  })

  it('is not asked of other tests, nor of a column that is missing', () => {
    expect(tooFew('psi', 'pValue', 0.01, measure('psi', 1, 1))).toBe(false)
    const { current, ...missing } = measure('ks', 1, 1)
    expect([current?.rows, tooFew('ks', 'pValue', 0.01, missing)]).toEqual([4, false])
  })
})
