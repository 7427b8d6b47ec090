import type { Severity } from '../drift/policy.ts'
import { type Condition, holds, type Rule } from '../drift/rule.ts'
import type { Finding } from './degradation-check.ts'
import type { DegradationRow } from './degradation-row.ts'
import { type Evidence, inconclusive, weigh } from './weigh.ts'

interface Judged {
  readonly name: string
  readonly severity: Severity
}

interface Asked {
  /** Rows of the current window. */
  readonly rows: number
  /** Absent to take the rules at their word. */
  readonly confidence: number | undefined
}

/** What the rules make of one finding: to the letter, or as far as the confidence allows. */
export function judgeFinding(
  check: Judged,
  finding: Finding,
  rules: readonly Rule[],
  { rows, confidence }: Asked,
): DegradationRow {
  const { baseline, current, chance } = finding
  const isWeighed = confidence !== undefined
  const figures = isWeighed ? { ...finding.figures, ...chance?.figures } : finding.figures
  const message = (isWeighed && chance?.message) || finding.message
  const named = ({ figure }: Condition) => (figure === 'statistic' ? check.name : figure)
  const fired = rules.find(rule => rule.conditions.every(each => holds(figures[named(each)], each)))
  const decisive = fired ?? rules[0]
  const evidence = fired && isWeighed ? weighRule(fired, check.name, finding, rows, confidence) : undefined
  const isOpen = evidence?.evidence === 'inconclusive'
  const degraded = fired !== undefined && !isOpen
  return {
    check: check.name,
    degraded,
    severity: degraded ? check.severity : 'none',
    baseline,
    current,
    threshold: decisive ? shownOf(decisive).limit : null,
    message: isOpen ? message + inconclusive(evidence) : message,
    ...evidence,
  }
}

/** Whether a rule that holds for the figures holds for what chance leaves of them. */
function weighRule(
  rule: Rule,
  name: string,
  { chance }: Finding,
  rows: number,
  confidence: number,
): Evidence {
  const lawOf = ({ figure }: Condition) => chance?.laws[figure === 'statistic' ? name : figure]
  return weigh(
    times => rule.conditions.map(each => [each, lawOf(each)?.(confidence, times)]),
    shownOf(rule),
    rows,
  )
}

/** The condition that a row shows the limit of: that on the check's own figure, else the first. */
function shownOf({ conditions }: Rule): Condition {
  return conditions.find(each => each.figure === 'statistic') ?? conditions[0]
}
