/**
 * The exact P(T ≥ `statistic`) of the two-sample Cramér-von Mises statistic for `n` and `m` distinct values: the
 * share of all interleavings of the two samples that reach it. For small samples; with ties an approximation.
 *
 * Drawing the two samples in their pooled order is a walk from (0, 0) to (n, m), all paths equally likely, and T
 * is Σ (i/n - j/m)² of the path but for a factor. Every cell keeps the probability of each sum so far that may or may
 * not reach the statistic yet. Source: Y. Xiao, A. Gordon and A. Yakovlev, "A C++ program for the Cramér-von Mises
 * two-sample test", J. Stat. Softw. 17 (8), 2006.
 */
export function cramerVonMisesExact(n: number, m: number, statistic: number): number {
  // Sums of (im - jn)², whole numbers. The statistic's own is known to rounding, and half a number with ties.
  const reach = Math.ceil(statistic * n * m * (n + m) ** 2 - 0.25)
  if (reach <= 0) return 1
  const ahead = mostAhead(n, m)
  let hit = 0
  let before: Sums[] = []
  for (let i = 0; i <= n; i++) {
    const row: Sums[] = []
    for (let j = 0; j <= m; j++) {
      const sums: Sums = i + j === 0 ? new Map([[0, 1]]) : new Map()
      const step = (i * m - j * n) ** 2
      const left = n + m - i - j + 1
      const atLeast = reach - (ahead[i]?.[j] as number)
      hit += advance(before[j], sums, step, (n - i + 1) / left, atLeast, reach)
      hit += advance(row[j - 1], sums, step, (m - j + 1) / left, atLeast, reach)
      row.push(sums)
    }
    before = row
  }
  return Math.min(1, hit)
}

/** The probability of each sum so far. */
type Sums = Map<number, number>

/** Moves `share` of each sum's probability into the next cell; returns what thereby reaches the statistic. */
function advance(
  from: Sums | undefined,
  to: Sums,
  step: number,
  share: number,
  atLeast: number,
  reach: number,
): number {
  let hit = 0
  for (const [sum, probability] of from ?? []) {
    const next = sum + step
    if (next >= reach) hit += probability * share
    else if (next >= atLeast) to.set(next, (to.get(next) ?? 0) + probability * share)
  }
  return hit
}

/** The most that the rest of a walk can add, from every cell. */
function mostAhead(n: number, m: number): number[][] {
  const most: number[][] = Array.from({ length: n + 1 }, () => [])
  for (let i = n; i >= 0; i--) {
    for (let j = m; j >= 0; j--) {
      const down = i < n ? ((i + 1) * m - j * n) ** 2 + (most[i + 1]?.[j] as number) : 0
      const across = j < m ? (i * m - (j + 1) * n) ** 2 + (most[i]?.[j + 1] as number) : 0
      ;(most[i] as number[])[j] = Math.max(down, across)
    }
  }
  return most
}
