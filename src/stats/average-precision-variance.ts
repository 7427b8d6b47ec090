import { countBelow } from './counts-between.ts'
import type { Ecdf } from './ecdf.ts'
import { countAt, ecdfCount } from './ecdf-count.ts'
import { mergeEcdf } from './merge-ecdf.ts'

/**
 * The variance of an average precision: the squared slope of it by each row's weight, summed over rows (the
 * infinitesimal jackknife, L. A. Jaeckel 1972; B. Efron 1982). With P positives, and H and A the positives and all rows
 * at or above a score, AP = Σ h·H/A over scores, divided by P; a further positive at a score changes the terms at and
 * below it, and so does a negative.
 */
export function averagePrecisionVariance(positive: Ecdf, negative: Ecdf): number {
  const [positives, negatives] = [ecdfCount(positive), ecdfCount(negative)]
  const { values } = mergeEcdf(positive, negative)
  // Of the terms at and below a score: how much they rise with a further positive, or fall with a negative above them.
  const terms = values.map(() => 0)
  const gains = values.map(() => 0)
  const losses = values.map(() => 0)
  let [i, area] = [0, 0]
  for (const [k, score] of values.entries()) {
    if (positive.values[i] === score) {
      const count = countAt(positive, i)
      const hits = positives - (positive.cumulative[i] as number) + count
      const misses = negatives - countBelow(negative, score)
      terms[k] = hits / (hits + misses)
      area += count * (terms[k] as number)
      gains[k] = (count * misses) / (hits + misses) ** 2
      losses[k] = (count * hits) / (hits + misses) ** 2
      i++
    }
    if (k > 0) {
      gains[k] = (gains[k] as number) + (gains[k - 1] as number)
      losses[k] = (losses[k] as number) + (losses[k - 1] as number)
    }
  }
  area /= positives
  let [sum, p, n] = [0, 0, 0]
  for (const [k, score] of values.entries()) {
    if (positive.values[p] === score) {
      // The share of this score as a positive's own precision is known only here, where a positive is.
      sum += countAt(positive, p++) * ((terms[k] as number) + (gains[k] as number) - area) ** 2
    }
    if (negative.values[n] === score) sum += countAt(negative, n++) * (losses[k] as number) ** 2
  }
  return sum / positives ** 2
}
