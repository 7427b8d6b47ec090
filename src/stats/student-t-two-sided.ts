import { chiSquareUpper } from './chi-square-upper.ts'
import { stirlingError } from './stirling-error.ts'

/** From here on the expansion is exact to rounding, and the continued fractions begin to lose digits. */
const manyDegrees = 20_000

/**
 * P(|T| ≥ |t|) for Student's law with `dof` ≥ 1 degrees of freedom, which need not be whole: the regularized
 * incomplete beta function I_x(dof/2, 1/2) at x = dof/(dof + t²). May underflow to 0.
 *
 * In the bulk by the complement I_{1-x}(1/2, dof/2), so that either continued fraction converges fast and no small
 * tail is the difference of larger numbers. Relative error under 1e-12 down to 1e-300.
 * Source: Abramowitz and Stegun 26.5.2, 26.5.8 and 26.7.1.
 */
export function studentTTwoSided(t: number, dof: number): number {
  const ratio = Math.abs(t) / Math.sqrt(dof)
  if (ratio === 0) return 1
  // ln x, also where t² is out of range.
  const logX = ratio < 1e100 ? -Math.log1p(ratio * ratio) : -2 * Math.log(ratio)
  if (dof >= manyDegrees) return Math.min(1, nearlyNormal(-dof * logX, dof))
  const a = dof / 2
  const x = Math.exp(logX)
  const front = Math.exp(a * logX) * Math.sqrt(-Math.expm1(logX)) * betaScale(a)
  return x < (a + 1) / (a + 2.5)
    ? front * betaFraction(x, a, 0.5)
    : 1 - 2 * a * front * betaFraction(-Math.expm1(logX), 0.5, a)
}

/**
 * With v² = dof · ln(1 + t²/dof) the density of v is exp(-βv²/2) √(z/sinh z) but for a constant, z = v²/2dof and
 * β = 1 - 1/2dof: a normal law times 1 - z²/12 + z⁴/160 - …, the moments of which follow from each other by parts.
 */
function nearlyNormal(square: number, dof: number): number {
  const beta = 1 - 0.5 / dof
  let moment = Math.sqrt(Math.PI / (2 * beta)) * chiSquareUpper(beta * square, 1)
  let edge = (Math.sqrt(square) * Math.exp((-beta * square) / 2)) / (2 * dof)
  let sum = moment
  for (const [j, coefficient] of [0, -1 / 12, 0, 1 / 160, 0, -61 / 120_960].entries()) {
    moment = (edge + ((2 * j + 1) / (2 * dof)) * moment) / beta
    edge *= square / (2 * dof)
    sum += coefficient * moment
  }
  return Math.sqrt(dof) * betaScale(dof / 2) * sum
}

/** 1 / (a · B(a, 1/2)) = (a - 1/2)! / (a! √π), from the ratio (a + 1/2)! / a! by Stirling's formula. */
function betaScale(a: number): number {
  const half = a + 0.5
  const logRatio = (half + 0.5) * Math.log1p(0.5 / a) - 0.5 + stirlingError(half) - stirlingError(a)
  return (Math.exp(logRatio) * Math.sqrt(a)) / (half * Math.sqrt(Math.PI))
}

/** What I_x(a, b) is to x^a (1-x)^b / (a · B(a, b)): a continued fraction, by Lentz' method as modified by Thompson. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / (1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let k = 1; k < 100_000; k++) {
    const even = (k * (b - k) * x) / ((a + 2 * k - 1) * (a + 2 * k))
    d = 1 / (1 + even * d)
    c = 1 + even / c
    fraction *= c * d
    const odd = (-(a + k) * (a + b + k) * x) / ((a + 2 * k) * (a + 2 * k + 1))
    d = 1 / (1 + odd * d)
    c = 1 + odd / c
    const factor = c * d
    fraction *= factor
    if (Math.abs(factor - 1) < Number.EPSILON) break
  }
  return fraction
}
