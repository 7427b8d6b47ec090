import { parseRule, type Rule, replaced } from './rule.ts'
import { driftTests } from './tests.ts'

/** A step of the schedule from lenient to strict. */
export interface Preset {
  readonly name: string
  /** The PSI from which on a change counts: in the rules, and as the calibrated policy's minimum effect. */
  readonly minEffect: number
  readonly rules: readonly Rule[]
}

/**
 * What one preset calls drift the stricter ones do too. The first has the limits to start with, the second those of the
 * textbook's alerts, the third the smallest that it names; the policies' own rule for nulls is that of the second.
 */
export const presets: readonly Preset[] = [
  preset('start', 0.001, 0.25, ['null_rate > 0.1 and null_ratio > 3']),
  preset('standard', 0.01, 0.2),
  preset('strict', 0.05, 0.1),
]

/** Both limits together: p says that it is no chance, which any change in a large window is not, and PSI that it matters. */
function preset(name: string, p: number, minEffect: number, further: readonly string[] = []): Preset {
  const both = ['ks', 'chi-square'].map(test => `${test}.p < ${p} and psi > ${minEffect}`)
  return { name, minEffect, rules: [...both, ...further].map(parseRule) }
}

/** The preset's rules beside the user's: where they share a test or check with one for all columns, that decides alone. */
export function withPresetRules(given: readonly Rule[], { rules }: Preset): readonly Rule[] {
  const general = given.filter(({ column }) => column === undefined)
  const own = replaced(rules, general).filter(rule => !rule.isReplaced || isOfTests(rule))
  return [...given, ...own]
}

function isOfTests({ conditions }: Rule): boolean {
  return conditions.every(({ measure }) => driftTests.some(({ name }) => name === measure))
}
