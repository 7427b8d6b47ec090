import { describe, expect, it } from 'vitest'
import { chiSquareUpper } from '../../src/stats/chi-square-upper.ts'
import { kolmogorovExact } from '../../src/stats/kolmogorov-exact.ts'
import { kstwoUpper } from '../../src/stats/kstwo-upper.ts'
import { latticePathHit } from '../../src/stats/lattice-path-hit.ts'
import { stirlingError } from '../../src/stats/stirling-error.ts'
import { expectNear, golden } from './golden.ts'

describe('stirlingError', () => {
  it('completes Stirling to the factorial', () => {
    let factorial = 1
    for (let z = 1; z <= 100; z++) {
      factorial *= z
      const stirling = (z + 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2
      expect(stirling + stirlingError(z)).toBeCloseTo(Math.log(factorial), 11)
    }
  })

  it('knows (1/2)! = √π/2', () => {
    const stirling = Math.log(0.5) - 0.5 + Math.log(2 * Math.PI) / 2
    expect(stirling + stirlingError(0.5)).toBeCloseTo(Math.log(Math.PI / 4) / 2, 14)
  })
})

describe('chiSquareUpper', () => {
  it('agrees with SciPy from the bulk to 1e-290 and up to 1e5 degrees', () => {
    for (const { x, dof, p } of golden<{ x: number; dof: number; p: number }>('chi-square')) {
      expectNear(chiSquareUpper(x, dof), p, 1e-11, `x ${x}, dof ${dof}`)
    }
  })

  it('is a probability everywhere, never NaN', () => {
    for (const dof of [1, 2, 7, 1e3, 1e6]) {
      for (const x of [-1, 0, 5e-324, 1e-300, 1e-8, 1, dof, 2 * dof, 1e6, 1e300, Number.POSITIVE_INFINITY]) {
        const p = chiSquareUpper(x, dof)
        expect(p >= 0 && p <= 1, `x ${x}, dof ${dof}: ${p}`).toBe(true)
      }
    }
  })
})

describe('kolmogorovExact', () => {
  interface Case {
    n: number
    m: number
    statistic: number
    p: number
  }

  it('agrees with exact fractions and SciPy, down to 1e-300', () => {
    for (const { n, m, statistic, p } of golden<Case>('ks-exact')) {
      const actual = kolmogorovExact(n, m, statistic)
      if (p > 1e-300) expectNear(actual, p, 1e-11, `${n} v ${m}, D ${statistic}`)
      else expect(actual).toBeLessThan(1e-290)
      expectNear(kolmogorovExact(m, n, statistic), actual, 1e-11, `${m} v ${n}, D ${statistic}`)
    }
  })

  it('walks the lattice to the closed form of equal sizes', () => {
    for (const n of [1, 2, 9, 60]) {
      for (let h = 1; h <= n; h++) {
        expectNear(latticePathHit(n, n, h * n), kolmogorovExact(n, n, h / n), 1e-12, `n ${n}, h ${h}`)
      }
    }
  })

  it('is certain of no gap at all', () => {
    expect(kolmogorovExact(7, 9, 0)).toBe(1)
  })
})

describe('kstwoUpper', () => {
  it("agrees with SciPy's kstwo.sf for 1 to 1e9 observations", () => {
    for (const { n, x, p } of golden<{ n: number; x: number; p: number }>('kstwo')) {
      expectNear(kstwoUpper(n, x), p, 1e-10, `n ${n}, x ${x}`)
    }
  })

  it('falls from 1 to 0 and never is NaN', () => {
    for (const n of [1, 2, 140, 141, 5000, 5001, 8192, 1e6, 1e6 + 1, 1e9]) {
      let before = 1
      for (const x of [0, 1e-12, 1e-9, 1e-6, 1e-4, 1e-3, 0.01, 0.1, 0.3, 0.499, 0.5, 0.7, 0.999, 1]) {
        const p = kstwoUpper(n, x)
        expect(p >= 0 && p <= before, `n ${n}, x ${x}: ${p} after ${before}`).toBe(true)
        before = p
      }
    }
  })
})
