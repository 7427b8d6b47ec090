/**
 * The conformal p-value of a score among `past` ones, of which larger ones are stranger: (1 + #{sᵢ ≥ s})/(k + 1). With k
 * past scores that are exchangeable with the new one, p ≤ α in at most a share α of all cases, whatever the scores'
 * distribution (Vovk, Gammerman and Shafer 2005, Algorithmic Learning in a Random World, section 2.2).
 */
export function conformalP(score: number, past: readonly number[]): number {
  return (1 + past.filter(one => one >= score).length) / (past.length + 1)
}

/**
 * The score above which the conformal p-value is at most `alpha`: the mth largest of the past ones, m = ⌊α(k + 1)⌋.
 * Undefined where alpha is below 1/(k + 1), which no p-value gets below.
 */
export function conformalThreshold(past: readonly number[], alpha: number): number | undefined {
  const place = conformalPlace(past.length, alpha)
  return [...past].sort((a, b) => b - a)[place - 1]
}

/** m = ⌊α(k + 1)⌋: how many of k + 1 exchangeable scores may be above the threshold. */
export function conformalPlace(count: number, alpha: number): number {
  // Twelve digits: 0.29 of 100 are 29, though their product in binary is less.
  return Math.floor(Number((alpha * (count + 1)).toPrecision(12)))
}

/** The fewest past scores with which a conformal p-value can be as small as `alpha`. */
export function conformalNeeds(alpha: number): number {
  return Math.ceil(Number((1 / alpha).toPrecision(12))) - 1
}
