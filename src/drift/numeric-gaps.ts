import { countBelow, countUpTo } from '../stats/counts-between.ts'
import type { Ecdf } from '../stats/ecdf.ts'
import { ecdfCount } from '../stats/ecdf-count.ts'
import type { EcdfGaps } from '../stats/ecdf-gaps.ts'
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
export function numericGaps({ reference, current, gaps }: NumericPair): {
  readonly cumulative: Gap
  readonly atom: Gap
} {
  const [farthest, jump] = farthestAndJump(gaps)
  const shares = (share: (ecdf: Ecdf) => number) => ({
    before: share(reference.ecdf),
    after: share(current.ecdf),
  })
  return {
    cumulative: { at: farthest, ...shares(ecdf => shareUpTo(ecdf, farthest)) },
    atom: { at: jump, ...shares(ecdf => shareUpTo(ecdf, jump) - countBelow(ecdf, jump) / ecdfCount(ecdf)) },
  }
}

function farthestAndJump({ values, gaps }: EcdfGaps): readonly [farthest: number, jump: number] {
  let [farthest, jump, largestGap, largestJump, before] = [0, 0, -1, -1, 0]
  for (let i = 0; i < gaps.length; i++) {
    const gap = gaps[i] as number
    if (Math.abs(gap) > largestGap) {
      largestGap = Math.abs(gap)
      farthest = i
    }
    if (Math.abs(gap - before) > largestJump) {
      largestJump = Math.abs(gap - before)
      jump = i
    }
    before = gap
  }
  return [values[farthest] as number, values[jump] as number]
}

function shareUpTo(ecdf: Ecdf, value: number): number {
  return countUpTo(ecdf, value) / ecdfCount(ecdf)
}
