import { distance } from 'fastest-levenshtein'

/** The name the user most likely meant, if one is near enough to be worth a hint. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const ranked = names.map(name => ({ name, steps: distance(typed, name) })).sort((a, b) => a.steps - b.steps)
  const best = ranked[0]
  return best !== undefined && best.steps <= Math.max(2, typed.length / 3) ? best.name : undefined
}
