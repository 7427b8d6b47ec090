import { logLikelihoodRatio } from './log-likelihood-ratio.ts'
import { stirlingError } from './stirling-error.ts'

/** A 2 × 2 table: first row a and b, second row c and d. */
export interface Fourfold {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
}

/** Probabilities this close count as equal: wider than the rounding of two equal ones, as in SciPy. */
const tolerance = 1e-12

/**
 * Fisher's exact two-sided p-value: the probability, all margins fixed, of the tables no more probable than
 * this one. The tables that qualify are two tails; where the far one starts is found by bisection, and each
 * is summed by recurrence until its terms no longer count, some √total steps. Relative error about 1e-12.
 * Underflows to 0 below 1e-308.
 */
export function fisherExact(table: Fourfold): number {
  const { a, b, c, d } = table
  const mode = Math.floor(((a + c + 1) * (a + b + 1)) / (a + b + c + d + 2))
  // The mirrored table lies below its mode; so only one side needs writing.
  if (a > mode) return fisherExact(mirrored(table))
  const atMost = fourfoldProbability(table) * (1 + tolerance)
  if (fourfoldProbability(movedBy(table, mode - a)) <= atMost) return 1
  const far = firstThat(
    mode - a + 1,
    Math.min(b, c) + 1,
    by => fourfoldProbability(movedBy(table, by)) <= atMost,
  )
  const near = tail(table)
  return far > Math.min(b, c) ? near : Math.min(1, near + tail(mirrored(movedBy(table, far))))
}

/**
 * The exact two-sided p-value of Pearson's chi-square of a 2 × 2 table: the probability, all margins fixed, of the tables
 * with a chi-square no smaller. Where Fisher orders tables by their probability, this does by how far their first cell is
 * from its expectation. Relative error and range as of `fisherExact`.
 */
export function pearsonExact(table: Fourfold): number {
  const { a, b, c, d } = table
  const excess = a * d - b * c
  if (excess === 0) return 1
  if (excess > 0) return pearsonExact(mirrored(table))
  // The first cell's expectation is a - excess/total; as far on the other side chi-square is the same.
  const far = Math.ceil((-2 * excess) / (a + b + c + d) - 1e-9)
  const near = tail(table)
  return far > Math.min(b, c) ? near : Math.min(1, near + tail(mirrored(movedBy(table, far))))
}

/**
 * Fisher's exact one-sided p-value: the probability, all margins fixed, of this table and of all with less in the first
 * cell. Relative error about 1e-12 up to the mode, absolute beyond.
 */
export function fisherLower(table: Fourfold): number {
  const { a, b, c, d } = table
  if (a === 0 || d === 0 || b === 0 || c === 0) return atTheEdge(table)
  const mode = Math.floor(((a + c + 1) * (a + b + 1)) / (a + b + c + d + 2))
  // Past the mode the terms would grow: what lies above is summed, and taken away.
  return a <= mode ? Math.min(1, tail(table)) : 1 - tail(mirrored(movedBy(table, 1)))
}

/** An empty cell is where the tables with these margins begin or end. */
function atTheEdge(table: Fourfold): number {
  return Math.min(table.b, table.c) === 0 ? 1 : fourfoldProbability(table)
}

/** The table with the same margins and `by` more in its first cell. */
function movedBy({ a, b, c, d }: Fourfold, by: number): Fourfold {
  return { a: a + by, b: b - by, c: c - by, d: d + by }
}

function mirrored({ a, b, c, d }: Fourfold): Fourfold {
  return { a: b, b: a, c: d, d: c }
}

/** The first whole number in [low, end) that holds, all after it holding too; `end` when none does. */
function firstThat(low: number, end: number, holds: (x: number) => boolean): number {
  let [from, to] = [low, end]
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    if (holds(middle)) to = middle
    else from = middle + 1
  }
  return from
}

/** The probability of this table and of all with less in the first cell. */
function tail(table: Fourfold): number {
  let { a, b, c, d } = table
  let term = 1
  let sum = 1
  while (term > sum * Number.EPSILON) {
    term *= ((a-- / ++b) * d--) / ++c
    sum += term
  }
  return fourfoldProbability(table) * sum
}

/**
 * The probability of a table among all with its margins, row! row! column! column! / (total! a! b! c! d!). By Stirling's formula the powers z^z make exp(-G/2) of
 * the table, and what is left of each factorial is of the order of √z: no huge logarithms cancel.
 */
export function fourfoldProbability({ a, b, c, d }: Fourfold): number {
  const margins = rest(a + b) * rest(c + d) * rest(a + c) * rest(b + d)
  const cells = rest(a) * rest(b) * rest(c) * rest(d)
  return Math.exp(-logLikelihoodRatio([a, b], [c, d]) / 2) * (margins / cells / rest(a + b + c + d))
}

/** z! / (z/e)^z */
function rest(z: number): number {
  return z === 0 ? 1 : Math.sqrt(2 * Math.PI * z) * Math.exp(stirlingError(z))
}
