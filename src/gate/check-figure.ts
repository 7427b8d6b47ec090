import type { Check } from '../registry/checks.ts'
import type { Figure } from './figure.ts'

/** A figure of the latest comparison of data with a version's baseline; its age is in seconds. */
export function checkFigure(check: Check | undefined, key: string, name: string, nowMs: number): Figure {
  if (check === undefined) {
    return {
      missing: `no data were compared with the baseline of ${name}`,
      hint: `compare some, and keep what comes out: mlreg drift models:/${name} FILE --log new`,
    }
  }
  if (key === 'verdict') return { value: check.verdict }
  // A clock that was set back makes no check younger than now.
  if (key === 'age') return { value: Math.max(0, nowMs - check.timeMs) / 1000 }
  const value = (check.summary as unknown as Record<string, unknown>)[key]
  if (typeof value === 'number') return { value }
  return { missing: `the last drift check of ${name} says nothing of ${key}` }
}
