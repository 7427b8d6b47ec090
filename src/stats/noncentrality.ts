import { noncentralChiSquareUpper } from './noncentral-chi-square-upper.ts'

/**
 * The largest noncentrality that an observed `x` refutes at level `alpha`: its lower confidence bound, 0 when not even
 * the central law is refuted. To seven digits.
 */
export function noncentralityLower(x: number, dof: number, alpha: number): number {
  const law = (lambda: number) => noncentralChiSquareUpper(x, dof, lambda)
  // Most columns refute nothing, which the smallest one that is asked for tells.
  return bisect(0, x, {
    excess: lambda => Math.log(alpha) - Math.log(law(lambda)),
    from: smallest / 2,
    step: x,
  })
}

/** The x that the law exceeds with probability `alpha`. To seven digits. */
export function noncentralCritical(dof: number, lambda: number, alpha: number): number {
  const mean = dof + lambda
  const sd = Math.sqrt(2 * (dof + 2 * lambda))
  const law = (x: number) => noncentralChiSquareUpper(x, dof, lambda)
  return bisect(0, mean + 60 * sd, {
    excess: x => Math.log(law(x)) - Math.log(alpha),
    from: mean + sd,
    step: sd,
  })
}

/** Nothing below is told from 0. */
const smallest = 1e-9

/** Where a quantity that only falls, and steadily so, is positive or 0, and a guess at where it ceases to be. */
interface Falling {
  excess(at: number): number
  readonly from: number
  readonly step: number
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
function narrowed({ excess, from, step }: Falling): { readonly held: number; readonly failed: number } {
  let [held, failed] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  let [above, below] = [0, 0]
  const look = (at: number) => {
    const value = excess(at)
    if (value >= 0) [held, above] = [at, value]
    else [failed, below] = [at, value]
    return value >= 0
  }
  for (let at = from, wide = step; look(at); at += wide, wide *= 2);
  if (held === Number.NEGATIVE_INFINITY) return { held, failed }
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
