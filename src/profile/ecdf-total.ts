import type { Ecdf } from './profile.ts'

/** How many values an empirical distribution holds, repeats included. */
export function ecdfTotal({ counts }: Ecdf): number {
  let total = 0
  for (let i = 0; i < counts.length; i++) total += counts[i] as number
  return total
}
