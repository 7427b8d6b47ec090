import { readRegistry } from '../../config/read-registry.ts'
import { type RegistryPolicy, type StagePolicy, stageNamed } from '../../config/registry-policy.ts'
import { MlregError } from '../../errors.ts'
import { championOf } from '../../gate/champion-of.ts'
import { judgeRules } from '../../gate/judge-rules.ts'
import type { GateJudgement } from '../../gate/judgement.ts'
import { parseRule } from '../../gate/parse-rule.ts'
import { gatePresets } from '../../gate/presets.ts'
import { stageRules } from '../../gate/stage-rules.ts'
import { recordModelEvent } from '../../registry/model-events.ts'
import { resolveVersion } from '../../registry/resolve-version.ts'
import type { Store } from '../../store/store.ts'
import type { Context, Outcome } from '../command.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { readingStore, writingStore } from '../tracking/with-store.ts'
import { cannotCompare } from './cannot-compare.ts'
import { evidenceJson } from './gate-document.ts'
import { gateReport } from './gate-report.ts'
import { listPresets } from './list-presets.ts'

interface GateOptions extends WriteOptions {
  readonly against?: string
  readonly rule?: readonly string[]
  readonly preset?: readonly string[]
  readonly to?: string
  readonly anyData?: boolean
  readonly log?: boolean
  readonly listPresets?: boolean
}

type GateContext = Context<GateOptions, readonly [model: string | undefined]>

/** A version that cannot be compared is shown like any other, and then is trouble. */
export async function runGate(context: GateContext): Promise<Outcome> {
  const { io, options, operands } = context
  if (options.listPresets) return { report: listPresets(), fine: true }
  const [model] = operands
  if (model === undefined)
    throw new MlregError('usage', 'no model is named', { hint: 'such as mlreg gate churn/7' })
  const given = givenRules(options)
  // What is misspelt is said before a store is looked for.
  for (const rule of given) parseRule(rule)
  const { policyFor } = await readRegistry(options.config, io)
  const judged = (store: Store) => judgeModel(store, model, { options, policyFor, given, nowMs: nowMs(io) })
  const judgement = options.log ? await logged(context, judged) : await readingStore(context, judged)
  const fine = judgement.verdict === 'pass'
  const trouble = cannotCompare(judgement)
  return {
    report: gateReport(judgement, trouble ? 2 : context.exitStatus(fine)),
    fine,
    warnings: judgement.warnings,
    ...(trouble === undefined ? {} : { trouble }),
  }
}

interface Request {
  readonly options: GateOptions
  readonly policyFor: (model: string) => RegistryPolicy
  readonly given: readonly string[]
  readonly nowMs: number
}

function judgeModel(
  store: Store,
  model: string,
  { options, policyFor, given, nowMs }: Request,
): GateJudgement {
  const candidate = resolveVersion(store, model)
  const policy = policyFor(candidate.name)
  const stage = options.to === undefined ? undefined : stageNamed(policy, options.to)
  const rules = [...new Set([...(stage === undefined ? [] : rulesOf(stage)), ...given])]
  if (rules.length === 0) throw withoutRules(stage)
  const champion =
    options.against === undefined
      ? championOf(store, candidate, policy)
      : { against: resolveVersion(store, options.against), warnings: [] }
  const anyData = options.anyData === true
  return judgeRules(store, candidate, {
    rules,
    champion,
    anyData,
    stage,
    policy,
    nowMs,
  })
}

function givenRules({ preset = [], rule = [] }: GateOptions): readonly string[] {
  return [...preset.flatMap(name => gatePresets.find(one => one.name === name)?.rules ?? []), ...rule]
}

/** A promotion counts approvals by itself. */
function rulesOf(stage: StagePolicy): readonly string[] {
  return [...stageRules(stage), ...(stage.approvals > 0 ? [`approvals >= ${stage.approvals}`] : [])]
}

/** A gate that asks nothing would let everything pass. */
function withoutRules(stage: StagePolicy | undefined): MlregError {
  if (stage === undefined) {
    return new MlregError('usage', 'there is no rule to judge by', {
      hint: "give one, --rule 'auc >= 0.85', a --preset, or --to a stage that has rules in mlreg.toml",
    })
  }
  return new MlregError('usage', `the stage ${stage.name} asks nothing`, {
    hint: `give rules with --rule, or to the stage in mlreg.toml: [registry.stage.${stage.name}] rules = ["auc >= 0.85"]`,
  })
}

/** Judged and recorded in one transaction: the history has what was so at that moment. */
async function logged(context: GateContext, judged: (store: Store) => GateJudgement): Promise<GateJudgement> {
  const { io, options } = context
  const actor = await actorOf(io, options.as)
  return await writingStore(context, store =>
    store.write(() => {
      const judgement = judged(store)
      const { name, version } = judgement.version
      const details = { version, to: options.to ?? null, evidence: evidenceJson(judgement) }
      recordModelEvent(store, { actor, nowMs: nowMs(io) }, name, 'gate', details)
      return judgement
    }),
  )
}
