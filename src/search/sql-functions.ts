import type { Store } from '../store/store.ts'
import { foldCase, isLike } from './like.ts'
import { numberOf } from './number-of.ts'

/** Gives the store's connection the functions that conditions call: SQLite would take 1abc for 1 and knows the case of ASCII alone. */
export function addFunctions({ database }: Store): void {
  const options = { deterministic: true, directOnly: true } as const
  database.function('mlreg_number', options, text => {
    const number = typeof text === 'string' ? numberOf(text) : undefined
    return number === undefined || Number.isNaN(number) ? null : number
  })
  database.function(
    'mlreg_like',
    options,
    cached(text => text),
  )
  database.function('mlreg_ilike', options, cached(foldCase))
}

/** A query asks for one pattern many times. */
function cached(fold: (text: string) => string) {
  const patterns = new Map<string, readonly string[]>()
  return (pattern: unknown, text: unknown) => {
    if (typeof pattern !== 'string' || typeof text !== 'string') return 0
    const characters = patterns.get(pattern) ?? Array.from(fold(pattern))
    patterns.set(pattern, characters)
    return isLike(characters, fold(text)) ? 1 : 0
  }
}
