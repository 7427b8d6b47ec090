import type { StagePolicy } from '../config/registry-policy.ts'
import { MlregError } from '../errors.ts'
import { parseRule } from './parse-rule.ts'

/**
 * What a stage asks in the language of rules: its own, and the card where it wants one. Throws `config` for a rule that
 * cannot be understood, naming the settings file and the key.
 */
export function stageRules({ name, rules, rulesFrom, card }: StagePolicy): readonly string[] {
  for (const rule of rules) checkRule(rule, rulesFrom ?? `the rules of the stage ${name}`)
  return card ? [...rules, 'card'] : rules
}

function checkRule(rule: string, place: string): void {
  try {
    parseRule(rule)
  } catch (error) {
    if (!(error instanceof MlregError)) throw error
    const { message, hint, at } = error
    throw new MlregError('config', `${place}: ${message}`, {
      ...(hint === undefined ? {} : { hint }),
      ...(at === undefined ? {} : { at }),
      cause: error,
    })
  }
}
