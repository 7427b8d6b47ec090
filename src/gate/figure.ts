import { numberOf } from '../search/number-of.ts'

/** What a version has for a rule's subject, or why it has nothing. */
export type Figure =
  | { readonly value: number | string }
  | { readonly missing: string; readonly hint?: string }

/** A figure as a number, for a rule that has an order. */
export function numberIn(figure: Figure, name: string): Figure {
  if ('missing' in figure || typeof figure.value === 'number') return figure
  const value = numberOf(figure.value)
  return value === undefined || Number.isNaN(value)
    ? { missing: `${name} is "${figure.value}", which is no number` }
    : { value }
}
