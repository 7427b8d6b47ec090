import type { GateJudgement, JudgedRule } from '../../gate/judgement.ts'
import { metricJson } from '../tracking/metric-value.ts'

/** `mlreg.gate/1`, in schemas/gate.schema.json. Grows only by new keys. */
export function gateJson(judgement: GateJudgement, exit: number) {
  const { verdict, model, against, ...rest } = evidenceJson(judgement)
  return { schema: 'mlreg.gate/1', verdict, exit, model, against, ...rest }
}

/** What an event keeps of a judgement: the figures that it rests on. */
export function evidenceJson({ verdict, model, against, rules, data, warnings }: GateJudgement) {
  return { verdict, model, against, rules: rules.map(ruleJson), data, warnings }
}

function ruleJson({ rule, metric, value, baseline, limit, passed, message }: JudgedRule) {
  return {
    rule,
    metric,
    value: figure(value),
    baseline: figure(baseline),
    limit: figure(limit),
    passed,
    message,
  }
}

function figure(value: JudgedRule['value']): number | string | null {
  return typeof value === 'number' ? metricJson(value) : value
}
