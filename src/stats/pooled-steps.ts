import { alignedPieces } from './aligned-pieces.ts'
import { type Distribution, type Ecdf, isLong } from './ecdf.ts'
import { ecdfCount } from './ecdf-count.ts'

/** The steps of two distribution functions at some of the distinct values of both samples, ascending. */
export interface PooledSteps {
  readonly values: Float64Array
  /** F_a - F_b from each value up to the next. */
  readonly gaps: Float64Array
  /** How many of either sample are equal to each value. */
  readonly first: Float64Array
  readonly second: Float64Array
}

/**
 * Every step of two distributions, both non-empty, from the lowest value on. All at once, and as often as wanted, where
 * both are held in memory; else in parts.
 *
 * Every gap is one correctly rounded quotient of whole numbers, so that equal gaps compare as equal.
 */
export function pooledSteps(a: Distribution, b: Distribution): Iterable<PooledSteps> {
  if (isLong(a) || isLong(b)) return { [Symbol.iterator]: () => stepsOf(a, b)[Symbol.iterator]() }
  return [...stepsOf(a, b)]
}

function* stepsOf(wholeA: Distribution, wholeB: Distribution): Iterable<PooledSteps> {
  const [n, m] = [ecdfCount(wholeA), ecdfCount(wholeB)]
  let [upToA, upToB] = [0, 0]
  for (const [a, b] of alignedPieces(wholeA, wholeB)) {
    yield stepsFrom(upToA, upToB, [a, b], [n, m])
    upToA = a.cumulative.at(-1) ?? upToA
    upToB = b.cumulative.at(-1) ?? upToB
  }
}

function stepsFrom(
  belowA: number,
  belowB: number,
  [a, b]: readonly [Ecdf, Ecdf],
  [n, m]: readonly [number, number],
): PooledSteps {
  const values = new Float64Array(a.values.length + b.values.length)
  const [gaps, first, second] = [values, values, values].map(() => new Float64Array(values.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  let [i, j, upToA, upToB, length] = [0, 0, belowA, belowB, 0]
  while (i < a.values.length || j < b.values.length) {
    const nextA = i < a.values.length ? (a.values[i] as number) : Number.POSITIVE_INFINITY
    const nextB = j < b.values.length ? (b.values[j] as number) : Number.POSITIVE_INFINITY
    if (nextA <= nextB) {
      const upTo = a.cumulative[i++] as number
      first[length] = upTo - upToA
      upToA = upTo
    }
    if (nextB <= nextA) {
      const upTo = b.cumulative[j++] as number
      second[length] = upTo - upToB
      upToB = upTo
    }
    values[length] = Math.min(nextA, nextB)
    gaps[length++] = (upToA * m - upToB * n) / (n * m)
  }
  const held = (all: Float64Array) => all.subarray(0, length)
  return { values: held(values), gaps: held(gaps), first: held(first), second: held(second) }
}
