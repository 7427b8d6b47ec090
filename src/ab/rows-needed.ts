import type { PowerLaw, Sizes } from './power.ts'

/** More than anybody has. */
const mostRows = 1e15

/**
 * Rows of either arm, B's being `ratio` times A's, from which on a true improvement of `lift` > 0 is called significant
 * with probability `power`; whole, rounded up. Nothing where no number does: an improvement that there cannot be, or that
 * takes more than 10^15 rows.
 */
export function rowsNeeded(law: PowerLaw, lift: number, ratio: number, power: number): Sizes | undefined {
  if (!(lift > 0) || lift > law.most) return undefined
  const sizes = (a: number): Sizes => ({ a, b: ratio * a })
  const least = Math.max(law.leastRows, law.leastRows / ratio)
  const reaches = (a: number) => law.power(lift, sizes(a)) >= power
  if (reaches(least)) return whole(sizes(least))
  let [low, high] = [least, 2 * least]
  while (!reaches(high)) {
    if (high > mostRows) return undefined
    low = high
    high *= 2
  }
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2
    if (reaches(middle)) high = middle
    else low = middle
  }
  return whole(sizes(high))
}

/** Rounded up, but not for what the search itself is off by. */
function whole({ a, b }: Sizes): Sizes {
  const up = (rows: number) => Math.ceil(rows * (1 - 2e-12))
  return { a: up(a), b: up(b) }
}

/**
 * The smallest true improvement that a test of so many rows calls significant with probability `power`. Nothing where
 * not even the largest one is seen.
 */
export function detectable(law: PowerLaw, rows: Sizes, power: number): number | undefined {
  const sees = (lift: number) => law.power(lift, rows) >= power
  let [low, high] = [0, Math.min(law.most, law.scale(rows))]
  while (!(high > 0 && sees(high))) {
    if (high >= Math.min(law.most, Number.MAX_VALUE / 4)) return undefined
    low = high
    high = Math.min(law.most, 4 * high)
  }
  while (high - low > 1e-9 * high) {
    const middle = (low + high) / 2
    // Between neighbouring doubles there is nothing.
    if (middle <= low || middle >= high) break
    if (sees(middle)) high = middle
    else low = middle
  }
  return high
}
