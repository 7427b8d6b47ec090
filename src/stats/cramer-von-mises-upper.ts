import { archSeries } from './arch-series.ts'

/**
 * P(ω² ≥ x) for the limit of the Cramér-von Mises statistic, Σ Z²ⱼ/(π²j²): its determinant is sin(s)/s with s² = u.
 * 0 where it underflows.
 *
 * Source: T. W. Anderson and D. A. Darling, Ann. Math. Stat. 23 (1952).
 */
export function cramerVonMisesUpper(x: number): number {
  // The complement is below 1e-17.
  if (x < 0.003) return 1
  return Math.min(
    1,
    archSeries((k, t) => {
      const s = (2 * k - 1) * Math.PI + t
      return (2 * Math.exp((-x * s * s) / 2)) / Math.sqrt(s)
    }),
  )
}
