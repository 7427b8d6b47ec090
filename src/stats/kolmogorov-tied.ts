import type { BridgeCheck } from './bridge-steps.ts'
import { overshoot } from './bridge-steps.ts'
import { brownianBridgeHit } from './brownian-bridge-hit.ts'
import type { Distribution } from './ecdf.ts'
import { distinctCount, ecdfCount } from './ecdf-count.ts'
import { kolmogorovExact } from './kolmogorov-exact.ts'
import { coarseTiePoints, type TiePoints, tiePoints } from './tie-points.ts'

/** Cells of the lattice worth visiting, some 1 ms, and values up to which their number is worth working out. */
const [cellsAtMost, exactUpTo] = [1e6, 10_000]

/** With more distinct values than this, they are not looked at one by one. */
const pointsAtMost = 1024

/** From this many values on, a sample in which fewer than 1 in 100 repeat is taken as having no ties. */
const [manyValues, hardlyAny] = [2000, 0.01]

/** Values that less than this share of both samples have each are all but continuous. */
const fine = 1 / 200

/**
 * P(D ≥ `statistic`) of the two-sample Kolmogorov-Smirnov statistic given which of all values are equal, for two non-empty
 * samples. `untied` is the same without regard to ties: the answer where there are hardly any, and an upper bound, as with
 * ties D is the largest of fewer gaps.
 *
 * Exact (G. Schröer and D. Trenkler, 1995) as long as the lattice is small. Beyond, the limiting law: a Brownian bridge at
 * the ends of ties, which is within 1% of the exact law where that ends and p is above 1e-4. Where no value has much of a
 * share, it is `untied` at a gap larger by what a bridge overshoots from one end to the next.
 */
export function kolmogorovTied(a: Distribution, b: Distribution, statistic: number, untied: number): number {
  if (statistic === 0 || (hardlyTied(a) && hardlyTied(b))) return untied
  const [n, m] = [ecdfCount(a), ecdfCount(b)]
  const distinct = distinctCount(a) + distinctCount(b)
  const all = n + m <= exactUpTo || distinct <= pointsAtMost ? tiePoints(a, b) : undefined
  if (all?.at.length === n + m) return untied
  if (all !== undefined && cells(all, n, m, statistic) <= cellsAtMost) {
    return Math.min(untied, kolmogorovExact(n, m, statistic, all.at))
  }
  const points = all !== undefined && distinct <= pointsAtMost ? all : coarseTiePoints(a, b)
  return Math.min(
    untied,
    isFine(points, n + m) ? fineLaw(points, n, m, statistic, untied) : bridgeLaw(points, n, m, statistic),
  )
}

function hardlyTied(sample: Distribution): boolean {
  const count = ecdfCount(sample)
  return count >= manyValues && distinctCount(sample) >= (1 - hardlyAny) * count
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

function isFine({ at, ends }: TiePoints, size: number): boolean {
  return at.every(
    (end, i) => end - (i === 0 ? 0 : (at[i - 1] as number)) <= fine * size * (ends[i] as number),
  )
}

/** The overshoot is averaged over when a bridge first gets that far: d/√(2πt³(1 - t)) exp(-d²/2t(1 - t)). */
function fineLaw({ at, ends }: TiePoints, n: number, m: number, statistic: number, untied: number): number {
  const size = n + m
  const distance = statistic * Math.sqrt(n * (m / size))
  let [before, sum, past] = [0, 0, 0]
  for (let i = 0; i < at.length; i++) {
    const end = (at[i] as number) / size
    const [length, t] = [end - before, (before + end) / 2]
    // Relative to the smallest exponent, 2d² at t = ½.
    const density = Math.exp((-(distance ** 2) * (1 / t / (1 - t) - 4)) / 2) / Math.sqrt(t ** 3 * (1 - t))
    sum += density * length
    past += density * length * Math.sqrt(length / (ends[i] as number))
    before = end
  }
  // Without ties the ends are 1/size apart, and that is what `untied` knows already.
  const farther = overshoot * Math.max(0, past / sum - Math.sqrt(1 / size))
  return untied * survival(distance, distance + farther)
}

/** P(sup |B| ≥ to) / P(sup |B| ≥ from) of a bridge: Kolmogorov's law, Σ (-1)^(k-1) exp(-2k²x²) but for a factor. */
function survival(from: number, to: number): number {
  const relative = (x: number) => {
    let sum = 0
    for (let k = 1; k < 20; k++) sum += (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * ((k * x) ** 2 - from ** 2))
    return sum
  }
  // Below that the law is 1 to four digits, and the series slow.
  return from < 0.35 ? 1 : relative(to) / relative(from)
}

/** In the bridge's scale a first sample of i among the k lowest values is (i - kn/N) √(N - 1) / √(nm), variances exact. */
function bridgeLaw({ at, ends }: TiePoints, n: number, m: number, statistic: number): number {
  const size = n + m
  const scale = Math.sqrt((size - 1) / n / m)
  const distance = statistic * n * (m / size)
  const checks: BridgeCheck[] = []
  for (let i = 0; i < at.length; i++) {
    const k = at[i] as number
    if (k === size) break
    const expected = k * (n / size)
    // Lines half a step of the lattice closer than what counts as D. Rounding may not move them by a whole one.
    const above = Math.ceil(expected + distance - 1e-6) - 0.5
    const below = Math.floor(expected - distance + 1e-6) + 0.5
    const [upper, lower] = [(above - expected) * scale, (below - expected) * scale]
    checks.push({ t: k / size, lower, upper, ends: ends[i] as number })
  }
  return brownianBridgeHit(checks)
}
