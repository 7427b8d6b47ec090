import type { StagePolicy } from '../config/registry-policy.ts'

/** What a stage asks in the language of rules: its own, and the card where it wants one. */
export function stageRules({ rules, card }: Pick<StagePolicy, 'rules' | 'card'>): readonly string[] {
  return card ? [...rules, 'card'] : rules
}
