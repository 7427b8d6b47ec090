import { distance } from 'fastest-levenshtein'

/** The name the user most likely meant, if one is near enough to be worth a hint. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const ranked = names.map(name => ({ name, steps: distance(typed, name) })).sort((a, b) => a.steps - b.steps)
  const best = ranked[0]
  return best !== undefined && isNear(typed, best.name) ? best.name : undefined
}

/** Whether a name is so near to what was typed that it may be what was meant: a third of it mistyped, or two characters. */
export function isNear(typed: string, name: string): boolean {
  return distance(typed, name) <= Math.max(2, typed.length / 3)
}

/** The names nearest to what was typed, nearest first (ties by code point order of the names), at most so many. */
export function nearestFew(typed: string, names: readonly string[], most: number): readonly string[] {
  const steps = new Map(names.map(name => [name, distance(typed.toLowerCase(), name.toLowerCase())]))
  const far = (name: string) => steps.get(name) ?? 0
  return [...names].sort((a, b) => far(a) - far(b) || (a < b ? -1 : 1)).slice(0, most)
}
