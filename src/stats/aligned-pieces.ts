import { type Distribution, type Ecdf, isLong } from './ecdf.ts'
import { lowerBound } from './lower-bound.ts'

/**
 * Two distributions side by side, from the lowest values on, in as many parts as it takes: all values of a part are
 * above those of the one before, on both sides. One part, both whole, where both are held in memory. A part overwrites
 * the one before, and either side of it may be empty.
 */
export function* alignedPieces(a: Distribution, b: Distribution): Iterable<readonly [a: Ecdf, b: Ecdf]> {
  if (!isLong(a) && !isLong(b)) {
    yield [a, b]
    return
  }
  const [left, right] = [piecesOf(a)[Symbol.iterator](), piecesOf(b)[Symbol.iterator]()]
  let [restA, restB] = [next(left), next(right)]
  while (restA !== undefined || restB !== undefined) {
    const end = Math.min(lastOf(restA), lastOf(restB))
    const [upToA, upToB] = [past(restA, end), past(restB, end)]
    yield [part(restA, 0, upToA), part(restB, 0, upToB)]
    restA = upToA < sizeOf(restA) ? part(restA, upToA) : next(left)
    restB = upToB < sizeOf(restB) ? part(restB, upToB) : next(right)
  }
}

const nothing: Ecdf = { values: new Float64Array(0), cumulative: new Float64Array(0) }

/** A distribution from its lowest values on; without empty pieces. */
export function piecesOf(distribution: Distribution): Iterable<Ecdf> {
  if (isLong(distribution)) return distribution.pieces()
  return distribution.values.length === 0 ? [] : [distribution]
}

function next(pieces: Iterator<Ecdf>): Ecdf | undefined {
  const { done, value } = pieces.next()
  return done ? undefined : value
}

function sizeOf(rest: Ecdf | undefined): number {
  return rest?.values.length ?? 0
}

/** Of nothing left, beyond any value. */
function lastOf(rest: Ecdf | undefined): number {
  return rest?.values.at(-1) ?? Number.POSITIVE_INFINITY
}

/** The first index whose value is above the bound. */
function past(rest: Ecdf | undefined, bound: number): number {
  if (rest === undefined) return 0
  const index = lowerBound(rest.values, bound)
  return rest.values[index] === bound ? index + 1 : index
}

function part(rest: Ecdf | undefined, from: number, to = sizeOf(rest)): Ecdf {
  if (rest === undefined) return nothing
  return { values: rest.values.subarray(from, to), cumulative: rest.cumulative.subarray(from, to) }
}
