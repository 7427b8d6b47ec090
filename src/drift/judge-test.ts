import type { TestResult } from './drift-test.ts'
import type { JudgedTest, MeasuredColumn } from './policy.ts'
import { conditionOn, holds, type Rule, replaced, rulesFor } from './rule.ts'

/** Holds one test of a column against the rules that decide for it; without a rule it is a figure and no verdict. */
export function judgeTest(
  test: string,
  { name, measure }: MeasuredColumn,
  user: readonly Rule[],
  own: readonly Rule[],
): JudgedTest {
  const results = measure.tests
  const result = results[test] as TestResult
  const rules = rulesFor(test, name, user, own).filter(rule => !rule.isReplaced)
  const fired = rules.find(rule =>
    rule.conditions.every(each => holds(results[each.measure]?.[each.figure], each)),
  )
  const shown = fired ?? rules[0]
  if (shown === undefined) return { result }
  const { figure, limit } = conditionOn(test, shown)
  return { result, drifted: fired !== undefined, figure, threshold: limit }
}

/**
 * The rules that may hold for a column. A rule over a test that this kind of column has not could never hold, and would
 * decide all the same; one for all columns is replaced where one for this column names a test of it.
 */
export function fittingRules(rules: readonly Rule[], { name, measure }: MeasuredColumn): readonly Rule[] {
  const fitting = rules.filter(
    rule => (rule.column ?? name) === name && rule.conditions.every(each => each.measure in measure.tests),
  )
  const own = fitting.filter(rule => rule.column !== undefined)
  return replaced(fitting, own)
}
