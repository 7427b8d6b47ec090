import type { RegistryPolicy } from '../config/registry-policy.ts'
import type { Since } from './template.ts'

/** A stage, and the stages there are. */
export interface AskedStage {
  readonly stage: string | undefined
  readonly policy: RegistryPolicy
}

/**
 * Whether a stage demands what is wanted since then: a stage that is protected, exclusive or asks for a card serves;
 * the first and the one for what is put away demand what every stage does; in any other a model is tried.
 */
export function isDemanded(since: Since, { stage, policy }: AskedStage): boolean {
  if (since === 'any') return true
  const found = policy.stages.find(({ name }) => name.toLowerCase() === stage?.toLowerCase())
  if (found === undefined || found.name === policy.first || found.name === policy.archive) return false
  return since === 'tried' || found.protected || found.exclusive || found.card
}

/** The stages that demand it, for a sentence: `Staging and Production`. */
export function demandingStages(since: Since, policy: RegistryPolicy): string {
  const names = policy.stages.map(({ name }) => name).filter(stage => isDemanded(since, { stage, policy }))
  return names.length === 0 ? 'a stage that serves' : names.join(' and ')
}
