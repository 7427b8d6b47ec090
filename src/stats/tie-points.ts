import { countsAround } from './counts-between.ts'
import { type Distribution, type Ecdf, heldEcdf } from './ecdf.ts'
import { ecdfCount } from './ecdf-count.ts'
import { valueAt } from './value-at.ts'

/** Levels of either distribution that are looked at where there are too many values to look at each. */
const levels = 64

/** Places in the pooled order of two samples, ascending, at which one distinct value ends and the next begins. */
export interface TiePoints {
  /** How many of all values lie before the place. */
  readonly at: Float64Array
  /** How many such places there are from the one before, without it, up to this one: 1 where each is listed. */
  readonly ends: Float64Array
}

/** Every such place of two non-empty samples; the last is their end. */
export function tiePoints(first: Distribution, second: Distribution): TiePoints {
  const [a, b] = [heldEcdf(first), heldEcdf(second)]
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
 * Some hundreds of them, found by bisection: both ends of every value that 1 in 64 of a sample share, and between those
 * the quantiles, each with how many places it stands for. That is estimated from how many of the quantiles of one sample
 * are values of the other one too.
 */
export function coarseTiePoints(a: Distribution, b: Distribution): TiePoints {
  const found = new Map<number, readonly [i: number, j: number]>()
  let shared = 0
  const add = (value: number) => {
    const [inA, inB] = [countsAround(a, value), countsAround(b, value)]
    const [i, j] = [inA.distinct, inB.distinct]
    const [pastI, pastJ] = [i + Number(inA.upTo > inA.below), j + Number(inB.upTo > inB.below)]
    if (pastI > i && pastJ > j) shared++
    found.set(inA.below + inB.below, [i, j])
    found.set(inA.upTo + inB.upTo, [pastI, pastJ])
  }
  for (const value of [...quantiles(a), ...quantiles(b)]) add(value)
  found.delete(0)
  const at = Float64Array.from(found.keys()).sort()
  let [beforeI, beforeJ] = [0, 0]
  const ends = at.map(place => {
    const [i, j] = found.get(place) as readonly [number, number]
    const [passedI, passedJ] = [i - beforeI, j - beforeJ]
    ;[beforeI, beforeJ] = [i, j]
    return Math.max(1, passedI + passedJ - (shared / 2 / levels) * Math.min(passedI, passedJ))
  })
  return { at, ends }
}

function upTo({ cumulative }: Ecdf, index: number): number {
  return index === 0 ? 0 : (cumulative[index - 1] as number)
}

function quantiles(ecdf: Distribution): number[] {
  const count = ecdfCount(ecdf)
  const step = count / levels
  return Array.from({ length: levels }, (_, level) =>
    valueAt(ecdf, Math.min(Math.ceil((level + 1) * step), count) - 1),
  )
}
