import { type Bounds, known, unbounded } from './bounds.ts'
import { normalQuantile } from './normal-law.ts'

/** A sample's variance, as far as bounds of its ratio to another need it. */
export interface SpreadSample {
  readonly count: number
  readonly sd: number
  readonly kurtosis: number
}

/**
 * Bounds of a ratio of variances, `above` over `below`: the logarithm is taken as normal, with the variance that each
 * one's kurtosis gives, (kurtosis - (n - 3)/n) / (n - 1). The kurtosis of a small sample says little of its tails, so
 * both have the larger of the two. Unbounded below two values, or where the spread below the line is 0 or out of range.
 *
 * Source: D. G. Bonett, Appl. Psychol. Meas. 30 (2006) 432-439, who pools the kurtosis; L. H. Shoemaker, Am. Stat. 57
 * (2003) 105-110.
 */
export function spreadBounds(above: SpreadSample, below: SpreadSample, confidence: number): Bounds {
  if (above.count < 2 || below.count < 2 || !(below.sd > 0 && below.sd < Infinity)) return unbounded
  const kurtosis = Math.max(above.kurtosis, below.kurtosis)
  const variance = (n: number) => Math.max(0, kurtosis - (n - 3) / n) / (n - 1)
  const reach = normalQuantile(confidence) * Math.sqrt(variance(above.count) + variance(below.count))
  const ratio = (above.sd / below.sd) ** 2
  return known({ low: ratio * Math.exp(-reach), high: ratio * Math.exp(reach) })
}
