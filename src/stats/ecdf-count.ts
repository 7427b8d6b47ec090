import type { Ecdf } from './ecdf.ts'

/** How many values the ecdf was made of; 0 when empty. */
export function ecdfCount({ cumulative }: Ecdf): number {
  return cumulative.at(-1) ?? 0
}

/** How many of them are equal to the distinct value at this index. */
export function countAt({ cumulative }: Ecdf, index: number): number {
  return (cumulative[index] as number) - (index === 0 ? 0 : (cumulative[index - 1] as number))
}
