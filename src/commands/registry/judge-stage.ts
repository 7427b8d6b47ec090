import type { RegistryPolicy } from '../../config/registry-policy.ts'
import { MlregError } from '../../errors.ts'
import { championOf } from '../../gate/champion-of.ts'
import { judgeRules } from '../../gate/judge-rules.ts'
import type { GateJudgement } from '../../gate/judgement.ts'
import { stageRules } from '../../gate/stage-rules.ts'
import type { Judge } from '../../registry/promote-version.ts'
import type { Store } from '../../store/store.ts'
import { cannotCompare } from '../gate/cannot-compare.ts'
import { evidenceJson } from '../gate/gate-document.ts'

/** What a stage asks of a version beyond transitions and approvals: its rules and its card, as `mlreg gate` judges them. */
export function judgeStage(store: Store, policy: RegistryPolicy, nowMs: number): Judge {
  return (version, stage) => {
    const rules = stageRules(stage)
    if (rules.length === 0) return { refusals: [], passed: [], warnings: [], evidence: null }
    const champion = championOf(store, version, policy)
    const judgement = judgeRules(store, version, { rules, champion, stage, policy, nowMs })
    const failed = judgement.rules.filter(({ passed }) => passed === false)
    return {
      refusals: failed.map(({ rule, message }) => `${rule}: ${message}`),
      passed: judgement.rules.filter(({ passed }) => passed === true).map(({ rule }) => rule),
      unjudged: unjudged(judgement),
      warnings: judgement.warnings,
      evidence: evidenceJson(judgement),
    }
  }
}

function unjudged(judgement: GateJudgement): MlregError | undefined {
  const trouble = cannotCompare(judgement)
  if (trouble === undefined) return undefined
  const hints = [trouble.hint, '--force overrules it, which is recorded'].filter(hint => hint !== undefined)
  return new MlregError('cannot-compare', trouble.message, { hint: hints.join('; ') })
}
