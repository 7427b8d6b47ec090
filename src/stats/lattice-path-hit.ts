import { kernels } from './kernels.ts'

/**
 * The probability that a random lattice path from (0, 0) to (n, m), all of them equally likely, touches
 * the lines |i·m - j·n| = reach or goes beyond. With `ends` only where i + j is one of them, whole numbers in ascending
 * order up to n + m: a path between two of them crosses values that are equal, and the samples do not tell in which order.
 *
 * Drawing the two samples in their pooled order is a hypergeometric Markov chain: from (i, j) the next
 * value is the first sample's with probability (n-i)/(n+m-i-j). The chain is followed diagonal by diagonal
 * within the lines, and what leaves them is added up. All terms are positive, so even a tiny probability
 * keeps its digits; a diagonal has one denominator and no serial dependency, so a cell takes about a
 * nanosecond. Cells visited: 2·reach, and with ends half the square of every distance between two more. Source: J. L. Hodges,
 * "The significance probability of the Smirnov two-sample test", Ark. Mat. 3 (1958); for ties G. Schröer and
 * D. Trenkler, "Exact and randomization distributions of Kolmogorov-Smirnov tests two or three samples", Comput. Stat. Data
 * Anal. 20 (1995).
 */
export function latticePathHit(n: number, m: number, reach: number, ends?: ArrayLike<number>): number {
  const kernel = kernels()
  return kernel !== undefined && ends === undefined && n <= kernel.mostPathValues.value
    ? kernel.latticePathHit(n, m, reach)
    : follow(n, m, reach, ends)
}

/** Without a kernel, or with ties: the same chain, step by step. */
export function follow(n: number, m: number, reach: number, ends?: ArrayLike<number>): number {
  const size = n + m
  // mass[i + 1] belongs to (i, k - i); the cell before i = 0 stays empty.
  const mass = new Float64Array(n + 2)
  mass[1] = 1
  let low = 0
  let high = 0
  let hit = 0
  let ended = 0
  for (let k = 1; k <= size; k++) {
    advance(mass, n, m, k, low, high + 1)
    if (ends !== undefined && k < (ends[ended] as number)) {
      low = Math.max(low, k - m)
      high = Math.min(high + 1, n)
      continue
    }
    ended++
    const nextLow = Math.max(0, k - m, Math.floor((k * n - reach) / size) + 1)
    const nextHigh = Math.min(n, k, Math.ceil((k * n + reach) / size) - 1)
    hit += drain(mass, low, nextLow) + drain(mass, nextHigh + 1, high + 2)
    if (nextLow > nextHigh) break
    low = nextLow
    high = nextHigh
  }
  return hit
}

/** Moves the mass of diagonal k - 1 onto diagonal k, in place: downwards, as i draws on i - 1. */
function advance(mass: Float64Array, n: number, m: number, k: number, low: number, high: number): void {
  const scale = 1 / (n + m - k + 1)
  const last = Math.min(high, n)
  for (let i = last; i >= low; i--) {
    const fromFirst = (mass[i] as number) * (n - i + 1)
    const fromSecond = (mass[i + 1] as number) * (m - k + 1 + i)
    mass[i + 1] = (fromFirst + fromSecond) * scale
  }
}

/** Takes the mass of the cells from i = `from` up to before `end` out of the chain. */
function drain(mass: Float64Array, from: number, end: number): number {
  let sum = 0
  for (let i = from; i < end && i + 1 < mass.length; i++) {
    sum += mass[i + 1] as number
    mass[i + 1] = 0
  }
  return sum
}
