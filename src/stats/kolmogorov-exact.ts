import { latticePathHit } from './lattice-path-hit.ts'
import { stirlingError } from './stirling-error.ts'

/**
 * The exact two-sided p-value of the two-sample Kolmogorov-Smirnov statistic D for samples of `n` and `m`
 * distinct values: the share of all interleavings of the two samples with a gap of at least D. With ties
 * it is conservative, unless it is told their `ends`: how many of all values are at or below each distinct one,
 * ascending. It is then the law given which values are equal. Without ends the same number as SciPy's `ks_2samp(method='exact')`, and in the tail more exact.
 *
 * Only sums of positive terms, or of fast decreasing alternating ones, lead to it: relative error about
 * 1e-12 however small it is. May underflow to 0.
 */
export function kolmogorovExact(n: number, m: number, statistic: number, ends?: ArrayLike<number>): number {
  const gcd = greatestCommonDivisor(n, m)
  // D is a multiple of 1/lcm(n, m); rounding recovers which one from its floating point value.
  const steps = Math.round(statistic * (n / gcd) * m)
  if (steps <= 0) return 1
  const known = n === m && ends === undefined
  return Math.min(1, known ? equalSizes(n, steps) : latticePathHit(n, m, steps * gcd, ends))
}

/**
 * P(D ≥ h/n) = 2 Σ_{k≥1} (-1)^(k-1) C(2n, n-kh) / C(2n, n), by reflection.
 * Source: B. V. Gnedenko and V. S. Korolyuk (1951); J. L. Hodges, Ark. Mat. 3 (1958).
 */
function equalSizes(n: number, h: number): number {
  let sum = 0
  for (let k = 1, sign = 1; k * h <= n; k++, sign = -sign) {
    const term = centralRatio(n, k * h)
    sum += sign * term
    if (term < sum * Number.EPSILON) break
  }
  return 2 * sum
}

/** C(2n, n-d) / C(2n, n) for 0 < d ≤ n. */
function centralRatio(n: number, d: number): number {
  if (d === n)
    return Math.exp(-2 * n * Math.LN2 + 2 * stirlingError(n) - stirlingError(2 * n)) * Math.sqrt(Math.PI * n)
  const logarithm =
    2 * stirlingError(n) -
    stirlingError(n - d) -
    stirlingError(n + d) -
    (n - d + 0.5) * Math.log1p(-d / n) -
    (n + d + 0.5) * Math.log1p(d / n)
  return Math.exp(logarithm)
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
