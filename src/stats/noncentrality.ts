import { noncentralChiSquareUpper } from './noncentral-chi-square-upper.ts'
import { normalQuantile } from './normal-law.ts'

/**
 * The largest noncentrality that an observed `x` refutes at level `alpha`: its lower confidence bound, 0 when not even
 * the central law is refuted. To seven digits.
 */
export function noncentralityLower(x: number, dof: number, alpha: number): number {
  const mean = Math.max(0, x - dof)
  const spread = spreadOf(dof, mean)
  const guess = mean - normalQuantile(1 - alpha) * spread
  return bisect(0, x, {
    excess: lambda => Math.log(alpha) - Math.log(noncentralChiSquareUpper(x, dof, lambda)),
    // Most columns refute nothing, which the smallest one that is asked for tells.
    guesses: [smallest / 2, guess - spread / 4, guess + spread / 4, x],
  })
}

/** The x that the law exceeds with probability `alpha`. To seven digits. */
export function noncentralCritical(dof: number, lambda: number, alpha: number): number {
  const spread = spreadOf(dof, lambda)
  const [guess, most] = [dof + lambda + normalQuantile(1 - alpha) * spread, dof + lambda + 60 * spread]
  return bisect(0, most, {
    excess: x => Math.log(noncentralChiSquareUpper(x, dof, lambda)) - Math.log(alpha),
    guesses: [guess - spread / 4, guess + spread / 4, guess + spread, most],
  })
}

/** The standard deviation of the law, whose centre is all but normal. */
function spreadOf(dof: number, lambda: number): number {
  return Math.sqrt(2 * (dof + 2 * lambda))
}

/** Nothing below is told from 0. */
const smallest = 1e-9

/** A quantity that only falls, and steadily so, and guesses at where it ceases to be positive or 0. */
interface Falling {
  excess(at: number): number
  readonly guesses: readonly number[]
}

/**
 * The last point from `low` on where the quantity is not negative; `low` when it is nowhere. Bisection alone decides on
 * the digits. What it asks is mostly known already: secants have been laid through the quantity before, four times as fast.
 */
function bisect(low: number, high: number, falling: Falling): number {
  const known = narrowed(falling)
  const holds = (at: number) => at <= known.held || (at < known.failed && falling.excess(at) >= 0)
  let [from, to] = [low, high]
  while (to - from > 1e-7 * to) {
    const middle = (from + to) / 2
    if (holds(middle)) from = middle
    else to = middle
    if (to < smallest) break
  }
  return from
}

/** Up to where the quantity is known not to be negative, and from where on to be. */
function narrowed({ excess, guesses }: Falling): { readonly held: number; readonly failed: number } {
  let [held, failed] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  let [above, below] = [0, 0]
  const look = (at: number) => {
    const value = excess(at)
    if (value >= 0) [held, above] = [at, value]
    else [failed, below] = [at, value]
    return value >= 0
  }
  for (const guess of guesses) if (guess > Math.max(0, held) && !look(guess)) break
  if (held === Number.NEGATIVE_INFINITY || failed === Number.POSITIVE_INFINITY) return { held, failed }
  // Illinois: of an end that stays twice, half the height counts. A step past an end that is all but there brings the other.
  for (let kept = 0, i = 0; i < 30 && failed - held > 1e-7 * failed; i++) {
    const share = above - below < Number.POSITIVE_INFINITY ? above / (above - below) : 0.5
    const crossing = held + share * (failed - held)
    const isHeld = look(Math.min(Math.max(crossing, held * (1 + 5e-8)), failed * (1 - 5e-8)))
    const side = isHeld ? 1 : -1
    if (side === kept && isHeld) below /= 2
    else if (side === kept) above /= 2
    kept = side
  }
  return { held, failed }
}
