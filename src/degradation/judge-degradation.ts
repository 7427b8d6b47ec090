import { parseRule, type Rule, rulesFor } from '../drift/rule.ts'
import { degradationChecks } from './checks.ts'
import type { ColumnFacts, DegradationCheck } from './degradation-check.ts'
import { byFinding, type DegradationRow } from './degradation-row.ts'
import { judgeFinding } from './judge-finding.ts'
import { rowCount } from './row-count.ts'

export interface WindowFacts {
  readonly referenceRows: number
  readonly currentRows: number
  /** In the reference's order, then columns that only the current window has. */
  readonly columns: readonly ColumnFacts[]
}

/**
 * Runs every check on every column. Findings first, the gravest first, then notes; within those in the reference's
 * column order and the order of the checks. `user` are the rules given, which alone decide for the checks they name.
 *
 * With a `confidence`, 0.5 to 1, the conditions of the checks' own rules have to hold for the one-sided confidence bound
 * of each figure, so that at the limit itself chance fires with 1 - confidence at most (conditions joined by `and` are
 * all tested at that level, R. L. Berger, Technometrics 24 (1982) 295-300); a finding that is past its limit by less is
 * a note that says so. Without one, figures are judged as they are, and by the user's rules always.
 */
export function judgeDegradation(
  facts: WindowFacts,
  user: readonly Rule[],
  confidence?: number | undefined,
): readonly DegradationRow[] {
  const rules = user.map(namingChecks)
  const rows = facts.columns.flatMap(column =>
    degradationChecks.flatMap(check => judgeColumn(check, column, rules, confidence)),
  )
  return [...judgeRows(facts, rules), ...rows].sort(byFinding)
}

/** `null_ratio > 3` is short for `null_rate.null_ratio > 3`: a further figure may stand for its check. */
function namingChecks(rule: Rule): Rule {
  const conditions = rule.conditions.map(condition => {
    const check = degradationChecks.find(({ figures }) => figures?.includes(condition.measure))
    return check ? { ...condition, measure: check.name, figure: condition.measure } : condition
  }) as unknown as Rule['conditions']
  return { ...rule, conditions }
}

const ownRules = degradationChecks
  .flatMap(({ rule }) => (rule === undefined ? [] : [parseRule(rule)]))
  .map(namingChecks)

function judgeColumn(
  check: DegradationCheck,
  facts: ColumnFacts,
  user: readonly Rule[],
  confidence: number | undefined,
): DegradationRow[] {
  const finding = check.measure(facts)
  if (finding === undefined) return []
  const given = rulesFor(check.name, facts.column, user, [])
  const rows = facts.current?.rows ?? 0
  const row =
    given.length > 0
      ? judgeFinding(check, finding, given, { rows, confidence: undefined })
      : judgeFinding(check, finding, rulesFor(check.name, facts.column, [], ownRules), { rows, confidence })
  return row.degraded || check.isNote || row.evidence ? [{ column: facts.column, ...row }] : []
}

function judgeRows({ referenceRows, currentRows }: WindowFacts, user: readonly Rule[]): DegradationRow[] {
  const finding = rowCount.measure(referenceRows, currentRows)
  const rules = rulesFor(rowCount.name, '', user, [])
  const row = judgeFinding(rowCount, finding, rules, { rows: currentRows, confidence: undefined })
  return row.degraded || rowCount.isNotable(referenceRows, currentRows) ? [row] : []
}
