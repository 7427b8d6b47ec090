import type { Severity } from '../drift/policy.ts'
import { holds, parseRule, type Rule, rulesFor } from '../drift/rule.ts'
import { degradationChecks } from './checks.ts'
import type { ColumnFacts, DegradationCheck, Finding } from './degradation-check.ts'
import { rowCount } from './row-count.ts'

export interface DegradationRow {
  /** Absent for a check of the window as a whole. */
  readonly column?: string
  readonly check: string
  /** False for a note: shown, and failing nothing. */
  readonly degraded: boolean
  readonly severity: Severity
  readonly baseline: number | null
  readonly current: number | null
  /** The limit of the rule that decided; null when none did. */
  readonly threshold: number | null
  readonly message: string
}

export interface WindowFacts {
  readonly referenceRows: number
  readonly currentRows: number
  /** In the reference's order, then columns that only the current window has. */
  readonly columns: readonly ColumnFacts[]
}

/**
 * Runs every check on every column. Findings first, the gravest first, then notes; within those in the reference's
 * column order and the order of the checks. `user` are the rules given, which alone decide for the checks they name.
 */
export function judgeDegradation(facts: WindowFacts, user: readonly Rule[]): readonly DegradationRow[] {
  const rules = user.map(namingChecks)
  const rows = facts.columns.flatMap(column =>
    degradationChecks.flatMap(check =>
      judgeColumn(check, column, rulesFor(check.name, column.column, rules, ownRules)),
    ),
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

function judgeColumn(check: DegradationCheck, facts: ColumnFacts, rules: readonly Rule[]): DegradationRow[] {
  const finding = check.measure(facts)
  if (finding === undefined) return []
  const row = judge(check, finding, rules)
  return row.degraded || check.isNote ? [{ column: facts.column, ...row }] : []
}

function judgeRows({ referenceRows, currentRows }: WindowFacts, user: readonly Rule[]): DegradationRow[] {
  const row = judge(
    rowCount,
    rowCount.measure(referenceRows, currentRows),
    rulesFor(rowCount.name, '', user, []),
  )
  return row.degraded || rowCount.isNotable(referenceRows, currentRows) ? [row] : []
}

function judge(
  check: { readonly name: string; readonly severity: Severity },
  finding: Finding,
  rules: readonly Rule[],
) {
  const { figures, baseline, current, message } = finding
  const value = (figure: string) => figures[figure === 'statistic' ? check.name : figure]
  const fired = rules.find(rule => rule.conditions.every(each => holds(value(each.figure), each)))
  const shown = (fired ?? rules[0])?.conditions
  const limit = shown?.find(each => each.figure === 'statistic') ?? shown?.[0]
  return {
    check: check.name,
    degraded: fired !== undefined,
    severity: fired ? check.severity : ('none' as const),
    baseline,
    current,
    threshold: limit?.limit ?? null,
    message,
  }
}

const gravity: readonly Severity[] = ['major', 'moderate', 'minor', 'none']

/** Findings before notes, the gravest first; a stable sort keeps the order within. */
export function byFinding(a: DegradationRow, b: DegradationRow): number {
  return gravity.indexOf(a.severity) - gravity.indexOf(b.severity) || Number(b.degraded) - Number(a.degraded)
}
