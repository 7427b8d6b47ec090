import { piecesOf } from './aligned-pieces.ts'
import type { Distribution } from './ecdf.ts'

/** How many different values occur how often: pairs of (occurrences, values), at most some √(2n) of them. */
export type Occurrences = readonly (readonly [occurrences: number, values: number])[]

/** Occurrences of values, ascending, from how often each occurs. */
export function occurrencesOf(counts: Iterable<number>): Occurrences {
  const found = new Map<number, number>()
  let once = 0
  for (const count of counts) {
    // Most values of a long column occur once.
    if (count === 1) once++
    else found.set(count, (found.get(count) ?? 0) + 1)
  }
  if (once > 0) found.set(1, once)
  return [...found].sort(([a], [b]) => a - b)
}

/** How often each distinct value of a distribution occurs, from the lowest value on. */
export function* countsOf(distribution: Distribution): Iterable<number> {
  let before = 0
  for (const { cumulative } of piecesOf(distribution)) {
    for (let i = 0; i < cumulative.length; i++) {
      const upTo = cumulative[i] as number
      yield upTo - before
      before = upTo
    }
  }
}

/** How often the commonest value occurs. */
export function largestCount(distribution: Distribution): number {
  let [largest, before] = [0, 0]
  for (const { cumulative } of piecesOf(distribution)) {
    for (let i = 0; i < cumulative.length; i++) {
      const upTo = cumulative[i] as number
      if (upTo - before > largest) largest = upTo - before
      before = upTo
    }
  }
  return largest
}

/** What a sample of fewer rows would hold. */
export interface Rarefied {
  /** Expected number of different values: Σ 1 - C(N - Nᵢ, m) / C(N, m). */
  readonly distinct: number
  /**
   * Expected number of values that occur once. The variance of the number of different values is at most this: whether
   * one value occurs is nearly independent of another, and never favours it, so that variances of q(1 - q) at most add
   * up, with 1 - q ≤ P(once) / q.
   */
  readonly once: number
}

/**
 * Different values in `rows` rows drawn without replacement from those counted; of more rows than there are, in all.
 * Unbiased for a sample of that size of whatever the rows came from.
 *
 * Source: S. H. Hurlbert, Ecology 52 (1971) 577-586; W. Smith and J. F. Grassle, Biometrics 33 (1977) 283-292.
 */
export function rarefy(occurrences: Occurrences, rows: number): Rarefied {
  const total = occurrences.reduce((sum, [times, values]) => sum + times * values, 0)
  const drawn = Math.min(total, Math.floor(rows))
  let [distinct, once] = [0, 0]
  for (const [times, values] of occurrences) {
    distinct += values * (1 - missed(times, drawn, total))
    once += (values * times * drawn * missed(times, drawn - 1, total)) / (total - drawn + 1)
  }
  return { distinct, once }
}

/** P(a value that occurs `times` in `total` rows is in none of `drawn`), C(total - times, drawn) / C(total, drawn). */
function missed(times: number, drawn: number, total: number): number {
  // The quotient does not care which of the two is drawn and which is marked.
  const [few, many] = times < drawn ? [times, drawn] : [drawn, times]
  let probability = 1
  for (let i = 0; i < few && probability > 1e-18; i++) {
    probability *= Math.max(0, 1 - many / (total - i))
  }
  return probability
}
