import { type LintRequest, lintCard } from '../cards/lint-card.ts'
import type { RegistryPolicy, StagePolicy } from '../config/registry-policy.ts'
import type { Version } from '../registry/versions.ts'
import type { Store } from '../store/store.ts'
import type { Champion } from './champion-of.ts'
import { evaluationData } from './evaluation-data.ts'
import { evidenceOf } from './evidence.ts'
import { judgeComparison } from './judge-comparison.ts'
import { judgeFact } from './judge-fact.ts'
import type { EvaluationData, GateJudgement, JudgedRule } from './judgement.ts'
import { parseRule } from './parse-rule.ts'
import type { GateRule } from './rule.ts'
import type { Situation } from './situation.ts'

export interface GateRequest {
  /** In the language of `parseRule`. */
  readonly rules: readonly string[]
  readonly champion: Champion
  /** Compare metrics whatever data they were measured on. */
  readonly anyData?: boolean
  /** For which stage: whose approvals count, and what a card has to say. */
  readonly stage?: StagePolicy | undefined
  readonly policy?: RegistryPolicy
  readonly nowMs: number
}

/**
 * Judges a version by rules, from what the store holds at this moment: it neither waits nor writes, so that it may run
 * inside the transaction that its answer decides on. Throws `usage` for a rule that cannot be understood.
 */
export function judgeRules(store: Store, candidate: Version, request: GateRequest): GateJudgement {
  const rules = request.rules.map(parseRule)
  const { anyData = false, stage } = request
  const { against } = request.champion
  const isVersion = 'version' in against
  const isItself = isVersion && against.row === candidate.row
  const own = evidenceOf(store, candidate, stage)
  const champion = !isVersion
    ? against
    : isItself
      ? { missing: `${own.name} is the champion itself`, hint: 'name another version with --against' }
      : evidenceOf(store, against, stage)
  const situation: Situation = {
    candidate: own,
    champion,
    data: 'missing' in champion ? undefined : evaluationData(own, champion, anyData),
    nowMs: request.nowMs,
    lintCard: () => lintCard(store, candidate, lintRequest(request)),
  }
  const judged = rules.map(rule => judge(rule, situation))
  const data = rules.some(comparesMetrics) ? (situation.data ?? null) : null
  return {
    verdict: verdictOf(judged),
    model: own.name,
    version: candidate,
    against: isVersion ? `${against.name}/${against.version}` : null,
    rules: judged,
    data,
    warnings: [
      ...(rules.some(needsChampion) ? request.champion.warnings : []),
      ...(data === null ? [] : warningsOf(data)),
    ],
  }
}

function lintRequest({ stage, policy, nowMs }: GateRequest): LintRequest {
  return { nowMs, ...(stage && { stage: stage.name }), ...(policy && { policy }) }
}

function judge(rule: GateRule, situation: Situation): JudgedRule {
  return rule.kind === 'fact' ? judgeFact(rule, situation) : judgeComparison(rule, situation)
}

function comparesMetrics(rule: GateRule): boolean {
  return rule.kind === 'comparison' && rule.subject.kind === 'metric' && rule.bound.kind === 'champion'
}

function needsChampion(rule: GateRule): boolean {
  return rule.kind === 'fact' ? rule.fact === 'same-data' : rule.bound.kind === 'champion'
}

function verdictOf(rules: readonly JudgedRule[]): GateJudgement['verdict'] {
  if (rules.some(({ passed }) => passed === null)) return 'cannot-compare'
  return rules.every(({ passed }) => passed === true) ? 'pass' : 'fail'
}

function warningsOf({ verdict, ignored }: EvaluationData): string[] {
  if (verdict === 'unknown') {
    const who = 'neither the candidate nor the champion logged any evaluation data'
    return [`${who}: nothing shows that their metrics are of the same data`]
  }
  if (verdict === 'same' || !ignored) return []
  return [
    verdict === 'different'
      ? 'metrics were compared although they are of different data'
      : 'metrics were compared although only one of the two logged what they are of',
  ]
}
