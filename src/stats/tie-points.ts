import type { Ecdf } from './ecdf.ts'
import { ecdfCount } from './ecdf-count.ts'
import { lowerBound } from './lower-bound.ts'

/** Levels of either distribution that are looked at where there are too many values to look at each. */
const levels = 400

/** Places in the pooled order of two samples, ascending, at which one distinct value ends and the next begins. */
export interface TiePoints {
  /** How many of all values lie before the place. */
  readonly at: Float64Array
  /** How many such places there are from the one before, without it, up to this one: 1 where each is listed. */
  readonly ends: Float64Array
}

/** Every such place of two non-empty samples; the last is their end. */
export function tiePoints(a: Ecdf, b: Ecdf): TiePoints {
  const at = new Float64Array(a.values.length + b.values.length)
  let [i, j, length] = [0, 0, 0]
  while (i < a.values.length || j < b.values.length) {
    const nextA = i < a.values.length ? (a.values[i] as number) : Number.POSITIVE_INFINITY
    const nextB = j < b.values.length ? (b.values[j] as number) : Number.POSITIVE_INFINITY
    if (nextA <= nextB) i++
    if (nextB <= nextA) j++
    at[length++] = upTo(a, i) + upTo(b, j)
  }
  return { at: at.subarray(0, length), ends: new Float64Array(length).fill(1) }
}

/**
 * Some hundreds of them, found by bisection: both ends of every value that 1 in 400 of a sample share, and between those
 * the quantiles, each with how many places it stands for (where the samples share values, by the sample with more).
 */
export function coarseTiePoints(a: Ecdf, b: Ecdf): TiePoints {
  const found = new Map<number, readonly [i: number, j: number]>()
  for (const value of [...quantiles(a), ...quantiles(b)]) {
    const [i, j] = [lowerBound(a.values, value), lowerBound(b.values, value)]
    const [pastI, pastJ] = [i + Number(a.values[i] === value), j + Number(b.values[j] === value)]
    found.set(upTo(a, i) + upTo(b, j), [i, j])
    found.set(upTo(a, pastI) + upTo(b, pastJ), [pastI, pastJ])
  }
  found.delete(0)
  const at = Float64Array.from(found.keys()).sort()
  let [beforeI, beforeJ] = [0, 0]
  const ends = at.map(place => {
    const [i, j] = found.get(place) as readonly [number, number]
    const passed = Math.max(i - beforeI, j - beforeJ, 1)
    ;[beforeI, beforeJ] = [i, j]
    return passed
  })
  return { at, ends }
}

function upTo({ cumulative }: Ecdf, index: number): number {
  return index === 0 ? 0 : (cumulative[index - 1] as number)
}

function quantiles(ecdf: Ecdf): number[] {
  const step = ecdfCount(ecdf) / levels
  return Array.from(
    { length: levels },
    (_, level) =>
      ecdf.values[lowerBound(ecdf.cumulative, (level + 1) * step)] ?? (ecdf.values.at(-1) as number),
  )
}
