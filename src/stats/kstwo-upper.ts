import { durbinCdf } from './durbin-cdf.ts'
import { pelzGoodCdf } from './pelz-good-cdf.ts'
import { smirnovUpper } from './smirnov-upper.ts'

/**
 * P(D_n ≥ x): the two-sided one-sample Kolmogorov-Smirnov law for `n` observations, n a whole number ≥ 1;
 * the same function as SciPy's `kstwo.sf`. 0 where it underflows.
 *
 * Which method serves where follows R. Simard and P. L'Ecuyer, "Computing the two-sided Kolmogorov-Smirnov
 * distribution", J. Stat. Softw. 39 (11), 2011. Agrees with SciPy 1.17 within a relative 1e-10; as there,
 * the methods' own relative error is below 1e-9 up to n = 140 and at most 3e-5 beyond.
 */
export function kstwoUpper(n: number, x: number): number {
  const t = n * x
  const square = t * x
  if (x >= 1) return 0
  if (t <= 0.5) return 1
  if (x >= 0.5 || t >= n - 1) return Math.min(1, 2 * smirnovUpper(n, x))
  // Miller's approximation: both one-sided deviations at once are too rare to count.
  if (square > (n <= 140 ? 4 : 2.2)) return Math.min(1, 2 * smirnovUpper(n, x))
  // In a larger sample the complement is below 1e-14 here.
  if (n > 140 && square < 0.0325) return 1
  const matrixIsExactAndSmall = n <= 140 || (n <= 5000 && n * x ** 1.5 <= 1.4)
  return Math.max(0, 1 - (matrixIsExactAndSmall ? durbinCdf(n, x) : pelzGoodCdf(n, x)))
}
