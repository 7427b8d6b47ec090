import type { BridgeCheck } from './bridge-steps.ts'
import { brownianBridgeHit } from './brownian-bridge-hit.ts'
import type { Ecdf } from './ecdf.ts'
import { ecdfCount } from './ecdf-count.ts'
import { kolmogorovExact } from './kolmogorov-exact.ts'
import { coarseTiePoints, type TiePoints, tiePoints } from './tie-points.ts'

/** Cells of the lattice worth visiting, some 2 ms. Beyond, the limiting law is good to a few in a thousand. */
const cellsAtMost = 1e6

/** With more distinct values than this, they are not looked at one by one. */
const pointsAtMost = 8192

/** From this many values on, samples in which fewer than 1 in 100 repeat are taken as having no ties. */
const [manyValues, hardlyAny] = [2000, 0.01]

/**
 * P(D ≥ `statistic`) of the two-sample Kolmogorov-Smirnov statistic given which of all values are equal, for two non-empty
 * samples. `untied` is the same without regard to ties, which is returned where there are none, and never exceeded: with
 * ties D is the largest of fewer gaps.
 *
 * Exact (G. Schröer and D. Trenkler, 1995) as long as the lattice is small; else by the limiting law, a Brownian bridge
 * at the ends of ties, between lines half a step of the lattice closer than what still counts as a gap of at least D.
 */
export function kolmogorovTied(a: Ecdf, b: Ecdf, statistic: number, untied: number): number {
  if (statistic === 0 || hardlyTied(a, b)) return untied
  const [n, m] = [ecdfCount(a), ecdfCount(b)]
  const isLarge = a.values.length + b.values.length > pointsAtMost
  const points = isLarge ? coarseTiePoints(a, b) : tiePoints(a, b)
  if (!isLarge && points.at.length === n + m) return untied
  const p =
    !isLarge && cells(points, n, m, statistic) <= cellsAtMost
      ? kolmogorovExact(n, m, statistic, points.at)
      : limitLaw(points, n, m, statistic)
  return Math.min(p, untied)
}

function hardlyTied(a: Ecdf, b: Ecdf): boolean {
  return [a, b].every(sample => {
    const count = ecdfCount(sample)
    return count >= manyValues && sample.values.length >= (1 - hardlyAny) * count
  })
}

/** About how many cells the exact law visits: the band between the lines, widening within a tie. */
function cells({ at }: TiePoints, n: number, m: number, statistic: number): number {
  const band = (2 * statistic * n * m) / (n + m)
  let [before, sum] = [0, 0]
  for (const end of at) {
    const length = end - before
    sum += length * Math.min(n + 1, m + 1, band + length / 2)
    before = end
  }
  return sum
}

/** In the bridge's scale a first sample of i among the k lowest values is (i - kn/N) √(N - 1) / √(nm), variances exact. */
function limitLaw({ at, ends }: TiePoints, n: number, m: number, statistic: number): number {
  const size = n + m
  const scale = Math.sqrt((size - 1) / n / m)
  const distance = statistic * n * (m / size)
  const checks: BridgeCheck[] = []
  for (let i = 0; i < at.length; i++) {
    const k = at[i] as number
    if (k === size) break
    const expected = k * (n / size)
    // Rounding may not move a line by a step of the lattice.
    const above = Math.ceil(expected + distance - 1e-6) - 0.5
    const below = Math.floor(expected - distance + 1e-6) + 0.5
    const [upper, lower] = [(above - expected) * scale, (below - expected) * scale]
    checks.push({ t: k / size, lower, upper, ends: ends[i] as number })
  }
  return brownianBridgeHit(checks)
}
