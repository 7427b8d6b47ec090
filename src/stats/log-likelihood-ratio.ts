/**
 * G = 2 Σ O ln(O/E) of a table of two rows, with E = row · column / total; a column of zeros adds nothing.
 *
 * Summed as 2 Σ E·((1+u) ln(1+u) - u) with u = (O - E)/E, which is the same since Σ (O - E) = 0: no term is
 * negative, so that nothing cancels, and proportional rows have exactly 0. The term is Loader's deviance,
 * "Fast and accurate computation of binomial probabilities" (2000).
 */
export function logLikelihoodRatio(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const [n, m] = [sum(first), sum(second)]
  let half = 0
  for (let i = 0; i < first.length; i++) {
    const [a, b] = [first[i] as number, second[i] as number]
    const column = a + b
    if (column === 0) continue
    const excess = a * m - b * n
    half += (column / (n + m)) * (n * deviance(excess / (column * n)) + m * deviance(-excess / (column * m)))
  }
  return 2 * half
}

/** (1+u) ln(1+u) - u for u ≥ -1; by its power series where the difference would cancel. */
function deviance(u: number): number {
  if (u <= -1) return 1
  if (Math.abs(u) > 0.1) return (1 + u) * Math.log1p(u) - u
  let power = u * u
  let total = power / 2
  for (let k = 3; Math.abs(power) > Number.EPSILON * total; k++) {
    power *= -u
    total += power / (k * (k - 1))
  }
  return total
}

function sum(counts: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < counts.length; i++) total += counts[i] as number
  return total
}
