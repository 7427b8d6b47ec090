import { type Distribution, type Ecdf, isLong } from './ecdf.ts'

/** How many values the distribution was made of; 0 when empty. */
export function ecdfCount(distribution: Distribution): number {
  return isLong(distribution) ? distribution.count : (distribution.cumulative.at(-1) ?? 0)
}

/** How many different ones they are. */
export function distinctCount(distribution: Distribution): number {
  return isLong(distribution) ? distribution.distinct : distribution.values.length
}

/** How many of them are equal to the distinct value at this index. */
export function countAt({ cumulative }: Ecdf, index: number): number {
  return (cumulative[index] as number) - (index === 0 ? 0 : (cumulative[index - 1] as number))
}
