import { piecesOf } from './aligned-pieces.ts'
import type { Distribution } from './ecdf.ts'
import { ecdfCount } from './ecdf-count.ts'
import { extremesOf, valueAt } from './value-at.ts'

/** Spread of the part of a distribution that lies nearest to its median. */
export interface CoreMoments {
  /** Population standard deviation; infinite where values lie too far apart for their fourth powers. */
  readonly sd: number
  /** Fourth standardized moment, 3 for a normal law; 1 where all is equal. */
  readonly kurtosis: number
}

/**
 * Moments of the `shares` (ascending, 0 to 1) of a distribution nearest to its median, all in one walk. Of the last
 * value that a share reaches, as much counts as belongs to it.
 */
export function coreMoments(distribution: Distribution, shares: readonly number[]): readonly CoreMoments[] {
  const total = ecdfCount(distribution)
  const centre = valueAt(distribution, Math.ceil(total / 2) - 1)
  const scale = scaleOf(distribution, centre)
  const deviation = (value: number) => (value - centre) / scale
  const cores = shares.map(share => nearest(distribution, centre, Math.min(total, share * total)))
  const edges = Float64Array.from(new Set(cores.flatMap(({ from, to }) => [from, to]))).sort()
  const gaps = sumsBetween(distribution, edges, deviation)
  let [low, high] = [edges.indexOf(cores[0]?.from ?? 0), edges.indexOf(cores[0]?.from ?? 0)]
  let sums: Sums = [0, 0, 0, 0]
  return cores.map(({ from, to, next, part }) => {
    // Each share encloses the one before: what is added is never large enough to be taken away again.
    while (edges[low] !== from) sums = added(sums, gaps[--low] as Sums)
    while (edges[high] !== to) sums = added(sums, gaps[high++] as Sums)
    const all = part > 0 ? added(sums, powers(deviation(next), part)) : sums
    return momentsOf(all, to - from + part, scale)
  })
}

/** Places `from` to `to` (exclusive) of the values in ascending order, and a part of the `next` nearest value. */
interface Core {
  readonly from: number
  readonly to: number
  readonly next: number
  readonly part: number
}

/** The values nearest to the centre, of two as near the lower one first. */
function nearest(distribution: Distribution, centre: number, wanted: number): Core {
  const whole = Math.floor(wanted)
  const total = ecdfCount(distribution)
  let [from, end] = [0, total - whole]
  while (from < end) {
    const middle = Math.floor((from + end) / 2)
    if (centre - valueAt(distribution, middle) > valueAt(distribution, middle + whole) - centre)
      from = middle + 1
    else end = middle
  }
  const to = from + whole
  const part = wanted - whole
  if (part === 0) return { from, to, next: centre, part }
  const below = from > 0 ? valueAt(distribution, from - 1) : -Infinity
  const above = to < total ? valueAt(distribution, to) : Infinity
  return { from, to, next: centre - below <= above - centre ? below : above, part }
}

type Sums = readonly [first: number, second: number, third: number, fourth: number]

function powers(deviation: number, count: number): Sums {
  const square = deviation * deviation
  return [count * deviation, count * square, count * square * deviation, count * square * square]
}

function added([a, b, c, d]: Sums, [e, f, g, h]: Sums): Sums {
  return [a + e, b + f, c + g, d + h]
}

/** Sums of the powers of the deviations of the values between ascending places, in one walk over them. */
function sumsBetween(
  distribution: Distribution,
  edges: Float64Array,
  deviation: (value: number) => number,
): readonly Sums[] {
  const gaps: Sums[] = []
  let [first, second, third, fourth] = [0, 0, 0, 0]
  let place = edges[0] as number
  let end = edges[1] ?? place
  for (const { values, cumulative } of piecesOf(distribution)) {
    for (let i = 0; i < values.length && gaps.length < edges.length - 1; i++) {
      const upTo = cumulative[i] as number
      if (upTo <= place) continue
      const off = deviation(values[i] as number)
      while (place < upTo && gaps.length < edges.length - 1) {
        const weighed = (Math.min(upTo, end) - place) * off
        first += weighed
        second += weighed * off
        third += weighed * off * off
        fourth += weighed * off * off * off
        place = Math.min(upTo, end)
        if (place < end) break
        gaps.push([first, second, third, fourth])
        first = second = third = fourth = 0
        end = edges[gaps.length + 1] as number
      }
    }
  }
  return gaps
}

function momentsOf([a, b, c, d]: Sums, count: number, scale: number): CoreMoments {
  const [m1, m2, m3, m4] = [a / count, b / count, c / count, d / count]
  const variance = Math.max(0, m2 - m1 * m1)
  const fourth = m4 - 4 * m1 * m3 + 6 * m1 * m1 * m2 - 3 * m1 ** 4
  if (variance === 0) return { sd: 0, kurtosis: 1 }
  const [sd, kurtosis] = [Math.sqrt(variance) * scale, Math.max(1, fourth / variance ** 2)]
  return Number.isFinite(sd) && Number.isFinite(kurtosis)
    ? { sd, kurtosis }
    : { sd: Infinity, kurtosis: count }
}

/** The distance that half of the values are within, or where that is 0 the farthest one: fourth powers stay in range. */
function scaleOf(distribution: Distribution, centre: number): number {
  const total = ecdfCount(distribution)
  const at = (share: number) => valueAt(distribution, Math.max(0, Math.ceil(share * total) - 1))
  const [min, max] = extremesOf(distribution)
  const near = Math.max(centre - at(0.25), at(0.75) - centre)
  const far = Math.max(centre - min, max - centre)
  return near > 0 && Number.isFinite(near) ? near : far > 0 && Number.isFinite(far) ? far : 1
}
