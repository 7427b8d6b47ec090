import { archSeries } from './arch-series.ts'

/**
 * P(A² ≥ x) for the limit of the Anderson-Darling statistic, Σ Z²ⱼ/(j(j+1)): its determinant is -cos(πw)/(πu) with
 * w² = u + 1/4. 0 where it underflows.
 *
 * Source: T. W. Anderson and D. A. Darling, Ann. Math. Stat. 23 (1952). The same law as `ADinf` of G. and
 * J. Marsaglia, J. Stat. Softw. 9 (2), 2004, whose complement loses the tail.
 */
export function andersonDarlingUpper(x: number): number {
  // The complement is below 1e-17.
  if (x < 0.03) return 1
  return Math.min(
    1,
    archSeries((k, t) => {
      const w = 2 * k - 0.5 + t / Math.PI
      const u = (w - 0.5) * (w + 0.5)
      return 2 * w * Math.exp((-x * u) / 2) * Math.sqrt(1 / (Math.PI * u))
    }),
  )
}
