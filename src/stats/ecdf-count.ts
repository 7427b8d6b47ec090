import type { Ecdf } from '../profile/profile.ts'

/** How many values the ecdf was made of; 0 when empty. */
export function ecdfCount({ counts }: Ecdf): number {
  let total = 0
  for (let i = 0; i < counts.length; i++) total += counts[i] as number
  return total
}
