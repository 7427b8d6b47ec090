import { stirlingError } from './stirling-error.ts'

/** So many standard deviations and steps below its mean there is nothing left of a binomial law, however skewed. */
const reach = 12
const steps = 60

/**
 * The rank, from 1, of the order statistic of n values that lies above their law's p-quantile with probability at most
 * `tail`: the largest l with P(B ≤ l − 1) ≤ tail for B binomial (n, p), whatever the law, ties included. 0 where even
 * the smallest value lies above it more often. By symmetry n + 1 − orderRank(n, 1 − p, tail) bounds it from above.
 *
 * Source: H. A. David and H. N. Nagaraja, Order Statistics (2003), 7.1; the first term by C. Loader (2000), the others
 * from it by recursion, in O(√n) steps.
 */
export function orderRank(n: number, p: number, tail: number): number {
  const first = Math.max(0, Math.floor(n * p - reach * Math.sqrt(n * p * (1 - p)) - steps))
  let term = binomialTerm(first, n, p)
  let below = 0
  for (let k = first; k < n; k++) {
    below += term
    if (below > tail) return k
    term *= ((n - k) / (k + 1)) * (p / (1 - p))
  }
  return n
}

/** P(B = k), from logarithms that do not cancel. */
function binomialTerm(k: number, n: number, p: number): number {
  if (k === 0) return Math.exp(n * Math.log1p(-p))
  const rest = n - k
  const deviance = k * Math.log(k / (n * p)) + rest * Math.log(rest / (n * (1 - p)))
  const error = stirlingError(n) - stirlingError(k) - stirlingError(rest)
  return Math.sqrt(n / (2 * Math.PI * k * rest)) * Math.exp(error - deviance)
}
