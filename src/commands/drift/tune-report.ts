import type { TunedRule } from '../../drift/tune-rules.ts'
import type { Report } from '../../report/report.ts'
import type { TuneResult } from './tune-result.ts'
import { tuneView } from './tune-view.ts'

/** The JSON contract is `mlreg.drift-tune/1`, in schemas/drift-tune.schema.json. */
export function tuneReport(result: TuneResult): Report {
  const { reference, past, cut, tuning } = result
  const { rules, alarms } = tuning
  const alarmed = alarms.filter(one => one.length > 0).length
  const names = rules.map(({ text }) => text)
  return {
    data: {
      schema: 'mlreg.drift-tune/1',
      verdict: 'tuned',
      reference: {
        source: reference.source,
        format: reference.format,
        rows: reference.rows,
        columns: reference.columns.length,
      },
      history: { windows: past.length, time: cut?.time ?? null, by: cut?.by ?? null },
      alpha: result.alpha,
      per: result.per,
      ruleAlpha: tuning.alpha,
      summary: {
        rules: rules.length,
        windows: past.length,
        alarmed,
        share: alarmed / past.length,
        untuned: tuning.untuned.length,
      },
      rules: rules.map(rule => ruleData(rule, result)),
      windows: past.map(({ label, rows }, i) => ({
        window: label,
        rows,
        alarms: (alarms[i] ?? []).map(at => names[at]),
      })),
      untuned: tuning.untuned,
      toml: result.toml,
      written: result.written ?? null,
      warnings: result.warnings,
      reproduce: result.reproduce,
    },
    document: tuneView(result),
    records: {
      columns: ['column', 'test', 'rule', 'threshold', 'level', 'windows', 'median', 'extreme', 'alarms'],
      rows: rules.map(rule => [
        rule.column,
        rule.figure === 'pValue' ? `${rule.test}.p` : rule.test,
        rule.text,
        rule.threshold,
        rule.level,
        rule.windows,
        rule.median,
        rule.extreme,
        rule.alarms.length,
      ]),
    },
    checks: [],
    verdict: 'tuned',
  }
}

function ruleData({ alarms, scores, pValues, text, ...rule }: TunedRule, { past }: TuneResult) {
  return {
    rule: text,
    ...rule,
    alarms: alarms.map(i => past[i]?.label),
    pValues: pValues.map(p => p ?? null),
    scores: scores.map(score => (score === undefined || !Number.isFinite(score) ? null : score)),
  }
}
