/** Something that is not right with a card. Errors keep it from passing, warnings do not. */
export interface CardFinding {
  readonly severity: 'error' | 'warning'
  /** What kind: closed, for programs. */
  readonly rule: FindingRule
  /** Where: a section's title, a field of the front matter such as `mlreg.digest`, a table. */
  readonly place: string
  /** One sentence. */
  readonly message: string
}

export const findingRules = [
  'no-card',
  'missing',
  'placeholder',
  'wrong-fact',
  'wrong-number',
  'stale',
  'unknown-field',
  'bad-value',
  'not-compared',
] as const
export type FindingRule = (typeof findingRules)[number]

/** What a check says; the linter adds the severity where that hangs on the stage. */
export function error(rule: FindingRule, place: string, message: string): CardFinding {
  return { severity: 'error', rule, place, message }
}

export function warning(rule: FindingRule, place: string, message: string): CardFinding {
  return { severity: 'warning', rule, place, message }
}
