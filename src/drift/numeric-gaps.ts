import { countBelow, countUpTo } from '../stats/counts-between.ts'
import type { Distribution } from '../stats/ecdf.ts'
import { ecdfCount } from '../stats/ecdf-count.ts'
import type { NumericPair } from './drift-test.ts'

/** A point and a share of the values in either window, 0 to 1. */
export interface Gap {
  readonly at: number
  readonly before: number
  readonly after: number
}

/**
 * Where the distribution functions are furthest apart, with the shares at or below that point; and the single value
 * whose own share changed most, with its shares. The smallest point wins a tie.
 */
export function numericGaps({ reference, current, distance }: NumericPair): {
  readonly cumulative: Gap
  readonly atom: Gap
} {
  const { gapAt, atom } = distance
  const shares = (share: (ecdf: Distribution) => number) => ({
    before: share(reference.ecdf),
    after: share(current.ecdf),
  })
  return {
    cumulative: { at: gapAt, ...shares(ecdf => shareUpTo(ecdf, gapAt)) },
    atom: { at: atom, ...shares(ecdf => shareUpTo(ecdf, atom) - countBelow(ecdf, atom) / ecdfCount(ecdf)) },
  }
}

function shareUpTo(ecdf: Distribution, value: number): number {
  return countUpTo(ecdf, value) / ecdfCount(ecdf)
}
