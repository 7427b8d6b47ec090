/** The probability of `count` or more of `trials`, each with probability p. */
function binomialUpper(count: number, trials: number, p: number): number {
  let term = (1 - p) ** trials
  let below = 0
  for (let k = 0; k < count; k++) {
    below += term
    term *= ((trials - k) / (k + 1)) * (p / (1 - p))
  }
  return Math.max(0, 1 - below)
}

/** A cell is above nominal when chance alone would take it there less than once in a thousand cells. */
export function isAbove(count: number, trials: number, nominal: number): boolean {
  return binomialUpper(count, trials, nominal) < 0.001
}
