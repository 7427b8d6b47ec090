import { noncentralChiSquareUpper } from './noncentral-chi-square-upper.ts'

/**
 * The largest noncentrality that an observed `x` refutes at level `alpha`: its lower confidence bound, 0 when not even
 * the central law is refuted. To seven digits.
 */
export function noncentralityLower(x: number, dof: number, alpha: number): number {
  return bisect(0, x, lambda => noncentralChiSquareUpper(x, dof, lambda) < alpha)
}

/** The x that the law exceeds with probability `alpha`. To seven digits. */
export function noncentralCritical(dof: number, lambda: number, alpha: number): number {
  const mean = dof + lambda
  const sd = Math.sqrt(2 * (dof + 2 * lambda))
  return bisect(0, mean + 60 * sd, x => noncentralChiSquareUpper(x, dof, lambda) >= alpha)
}

/** The last point from `low` on where `holds` still holds; `low` when it holds nowhere. */
function bisect(low: number, high: number, holds: (at: number) => boolean): number {
  let [from, to] = [low, high]
  while (to - from > 1e-7 * to) {
    const middle = (from + to) / 2
    if (holds(middle)) from = middle
    else to = middle
    if (to < 1e-9) break
  }
  return from
}
