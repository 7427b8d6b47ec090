import { chiSquareUpper } from './chi-square-upper.ts'
import { normalUpper } from './normal-law.ts'

/** Weights below e^-depth change no digit of a probability. */
const depth = 40
/** Steps within the narrowest bend of an integrand: the trapezoid rule is then exact to rounding. */
const steps = 5
/** Beyond so many standard deviations a normal law has no weight that counts. */
const reach = 9

/**
 * P(T ≥ t) for T of the noncentral t law with `dof` ≥ 1 degrees of freedom and noncentrality `delta`, all finite, t > 0: T is
 * (Z + delta)/S with Z standard normal and S² a chi-square over its degrees. Absolute error below 1e-10.
 *
 * The expectation is taken over S, or over Z where delta is large and S spreads more than Z, by the trapezoid rule: where an
 * integrand is smooth and falls off on both sides, it errs by less than any power of its step.
 * Source of the law: N. L. Johnson and B. L. Welch, Biometrika 31 (1940) 362-389.
 */
export function noncentralTUpper(t: number, dof: number, delta: number): number {
  // S is then below 1.2, and Z above -10.
  if (dof >= 10_000 && delta - 10 >= 1.2 * t) return 1
  return delta > reach && delta > Math.sqrt(2 * dof) ? overZ(t, dof, delta) : overS(t, dof, delta)
}

/**
 * E[P(Z ≥ t·S - delta)] over u = ln S, whose density is exp(dof·(u - (e^2u - 1)/2)) but for a constant, which is the same
 * sum without the tail.
 */
function overS(t: number, dof: number, delta: number): number {
  const step = Math.min(1 / Math.sqrt(2 * dof), 1 / Math.max(1, Math.abs(delta))) / steps
  let [sum, total] = [0, 0]
  const add = (u: number): boolean => {
    const exponent = (-dof / 2) * (Math.expm1(2 * u) - 2 * u)
    const weight = Math.exp(exponent)
    total += weight
    sum += weight * normalUpper(t * Math.exp(u) - delta)
    return exponent > -depth
  }
  add(0)
  for (let k = 1; add(k * step); k++);
  for (let k = -1; add(k * step); k--);
  return Math.min(1, sum / total)
}

/** E[P(S ≤ (Z + delta)/t)] over Z, all of which that counts is above -delta. */
function overZ(t: number, dof: number, delta: number): number {
  let [sum, total] = [0, 0]
  for (let k = -reach * steps * 2; k <= reach * steps * 2; k++) {
    const z = k / (2 * steps)
    const weight = Math.exp((-z * z) / 2)
    const ratio = (z + delta) / t
    total += weight
    if (ratio > 0) sum += weight * (1 - chiSquareUpper(dof * ratio * ratio, dof))
  }
  return Math.min(1, sum / total)
}
