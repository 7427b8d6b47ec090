import { stirlingError } from './stirling-error.ts'

/**
 * P(X ≥ x) for X of the chi-square law with `dof` > 0 degrees of freedom: Q(dof/2, x/2), the regularized
 * upper incomplete gamma function. 1 for x ≤ 0, 0 beyond the range of a double.
 *
 * A power series for 1 - Q below the bulk, Legendre's continued fraction for Q above it, so that a small
 * tail is never the difference of larger numbers. Relative error under 1e-11 down to 1e-290, for up to
 * 1e5 degrees. Source: Abramowitz and Stegun 6.5.29 and 6.5.31; prefactor after Loader (2000).
 */
export function chiSquareUpper(x: number, dof: number): number {
  if (x <= 0) return 1
  if (x === Number.POSITIVE_INFINITY) return 0
  const shape = dof / 2
  const at = x / 2
  return at < shape + 1 ? Math.max(0, 1 - lowerSeries(shape, at)) : upperFraction(shape, at)
}

/** P(a, y) = y^a e^-y / a! · (1 + y/(a+1) + y²/((a+1)(a+2)) + …) */
function lowerSeries(a: number, y: number): number {
  let term = 1
  let sum = 1
  for (let k = 1; term > sum * Number.EPSILON; k++) {
    term *= y / (a + k)
    sum += term
  }
  return gammaTerm(a, y) * sum
}

/** Q(a, y) = a · y^a e^-y / a! · 1/(y+1-a - 1(1-a)/(y+3-a - 2(2-a)/(y+5-a - …))), by Lentz' method. */
function upperFraction(a: number, y: number): number {
  let denominator = y + 1 - a
  let c = Number.POSITIVE_INFINITY
  let d = 1 / denominator
  let fraction = d
  for (let k = 1; k < 100_000; k++) {
    const numerator = k * (a - k)
    denominator += 2
    d = 1 / (denominator + numerator * d)
    c = denominator + numerator / c
    const factor = c * d
    fraction *= factor
    if (Math.abs(factor - 1) < Number.EPSILON) break
  }
  return a * gammaTerm(a, y) * fraction
}

/** y^a e^-y / a!, its exponent written as the deviation of y from a, which keeps the digits of both. */
function gammaTerm(a: number, y: number): number {
  const u = (y - a) / a
  const logarithm = Math.abs(u) < 0.5 ? Math.log1p(u) : Math.log(y / a)
  return Math.exp(a * (logarithm - u) - stirlingError(a)) / Math.sqrt(2 * Math.PI * a)
}
