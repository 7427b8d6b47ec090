import { type RegistryPolicy, registryPolicy } from '../config/registry-policy.ts'
import type { Version } from '../registry/versions.ts'
import type { Store } from '../store/store.ts'
import type { Card } from './card.ts'
import { type CardFacts, cardFacts, hasRun } from './card-facts.ts'
import { checkComplete } from './check-complete.ts'
import { checkDates } from './check-dates.ts'
import { checkFacts } from './check-facts.ts'
import { checkFields } from './check-fields.ts'
import { checkNumbers } from './check-numbers.ts'
import { type CardFinding, error, warning } from './finding.ts'
import { storedCard } from './stored-card.ts'

export interface LintRequest {
  /** The stage whose demands are made; left out, the one the version is in. */
  readonly stage?: string
  readonly nowMs: number
  /** Which stages there are; left out, the usual ones. */
  readonly policy?: RegistryPolicy
}

export interface CardLint {
  /** Errors first, then in the order of the card. */
  readonly findings: readonly CardFinding[]
  /** Whether there is no error. */
  readonly fine: boolean
}

/**
 * Judges the card that is stored with a version. Synchronous, so that a promotion may ask inside of its transaction. A
 * version without a card has a finding. Throws `bad-input` when the card cannot be read, `corrupt` when its bytes are
 * not those that were stored.
 */
export function lintCard(store: Store, version: Version, request: LintRequest): CardLint {
  const card = storedCard(store, version)
  if (card === undefined) {
    const name = `${version.name}/${version.version}`
    return judged([
      error('no-card', 'card', `${name} has no model card: make one with "mlreg card init ${name}"`),
    ])
  }
  return lintText(card, cardFacts(store, version), request)
}

/** Judges a card, stored or not, against what the store knows of the version it is of; against nothing without facts. */
export function lintText(
  card: Card,
  facts: CardFacts | undefined,
  { stage, nowMs, policy }: LintRequest,
): CardLint {
  const name = facts?.version.name ?? ''
  const asked = { stage: stage ?? facts?.version.stage, policy: policy ?? registryPolicy({}, name) }
  return judged([
    ...checkFields(card),
    ...checkComplete(card, asked),
    ...(facts === undefined ? [] : [...checkFacts(card, facts), ...checkNumbers(card, facts)]),
    ...(facts === undefined || hasRun(facts) ? [] : [runIsElsewhere(facts)]),
    ...checkDates(card, facts, { ...asked, nowMs }),
  ])
}

function runIsElsewhere({ version }: CardFacts): CardFinding {
  const message = `the store has no run ${version.runId}: params, metrics and data were not compared`
  return warning('not-compared', 'mlreg.run', message)
}

function judged(findings: readonly CardFinding[]): CardLint {
  const errors = findings.filter(({ severity }) => severity === 'error')
  return {
    findings: [...errors, ...findings.filter(({ severity }) => severity === 'warning')],
    fine: errors.length === 0,
  }
}
