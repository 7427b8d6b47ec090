import { MlregError } from '../errors.ts'
import { describeChange } from './describe-change.ts'
import type { TestResult } from './drift-test.ts'
import { fittingRules, judgeTest } from './judge-test.ts'
import { missingRow } from './missing-row.ts'
import type { DriftRow, Given, JudgedTest, MeasuredColumn, Policy, Severity } from './policy.ts'
import { parseRule, type Rule, ruleTexts } from './rule.ts'
import { driftTests } from './tests.ts'
import { tooFew } from './too-few.ts'

/** Decide by themselves: a numeric column by KS, any other by chi-square. */
const deciding = ['ks.p < 0.01', 'chi-square.p < 0.01'].map(parseRule)

/** Decide only where `--test` names them and none of the above: the articles' limits for action. */
const fallback = ['psi > 0.2', 'kl > 0.1'].map(parseRule)

/**
 * The textbook rules to the letter: KS p < 0.01, chi-square p < 0.01, severity by the PSI bands 0.1 and 0.2. Rows by
 * KS statistic, largest first (ties keep the reference's order, a missing column counts as 1), then the columns
 * without KS by drifted, Cramér's V and the reference's order, then what could not be compared.
 */
export const classic: Policy = {
  name: 'classic',
  needs: ['ks', 'psi', 'chi-square', 'cramers-v'],
  bins: 'quantile',
  describe: given => [...deciders(given), 'PSI bands 0.1 and 0.2'].join(', '),
  judge(columns, { tests, rules }) {
    const own = ownRules(tests)
    const rows = columns.map(column => judgeColumn(column, rules, own))
    const undecided = rows.find(row => row.verdict === 'not-compared' && Object.keys(row.tests).length > 0)
    if (undecided && !rows.some(row => row.decidedBy && !row.column.missing)) {
      throw new MlregError('usage', `no rule decides for ${tests.join(', ')}`, {
        hint: `add one, such as --rule '${tests[0] ?? 'wasserstein'} > 0.1', or name ks, chi-square, psi or kl`,
      })
    }
    return rows.sort(inOrder)
  },
}

function ownRules(tests: readonly string[]): readonly Rule[] {
  const named = (rules: readonly Rule[]) => rules.filter(rule => tests.includes(rule.conditions[0].measure))
  return named(deciding).length > 0 ? named(deciding) : named(fallback)
}

/** The user's rules over drift tests, and the own ones that those leave standing. */
function deciders({ tests, rules }: Given): readonly string[] {
  const names = new Set(driftTests.map(({ name }) => name))
  const given = rules.filter(
    rule => !rule.isReplaced && rule.conditions.some(({ measure }) => names.has(measure)),
  )
  const general = given.filter(rule => rule.column === undefined)
  const replaced = new Set(general.flatMap(rule => rule.conditions.map(({ measure }) => measure)))
  const own = ownRules(tests).filter(rule => !replaced.has(rule.conditions[0].measure))
  return [...ruleTexts(given), ...own.map(inWords)]
}

/** `KS p < 0.01`. */
function inWords({ conditions: [{ measure, figure, operator, limit }] }: Rule): string {
  const title = driftTests.find(({ name }) => name === measure)?.title ?? measure
  return `${title}${figure === 'pValue' ? ' p' : ''} ${operator} ${limit}`
}

function judgeColumn(column: MeasuredColumn, rules: readonly Rule[], own: readonly Rule[]): DriftRow {
  if (column.missing) return missingRow(column, 'ks', deciding[0]?.conditions[0].limit ?? null)
  const { measure } = column
  if (column.notCompared !== undefined || measure.compared === undefined) {
    const reason = column.notCompared ?? 'there is nothing to compare'
    return { column, verdict: 'not-compared', severity: 'none', tests: {}, reason }
  }
  const tests: Record<string, JudgedTest> = {}
  const fitting = fittingRules(rules, column)
  for (const test of Object.keys(measure.tests)) tests[test] = judgeTest(test, column, fitting, own)
  const judged = Object.entries(tests).filter(([, test]) => test.drifted !== undefined)
  const decisive = judged.find(([, test]) => test.drifted) ?? judged[0]
  if (decisive === undefined) {
    const reason = `no rule decides: none of the tests asked for judges a ${column.kind} column`
    return { column, verdict: 'not-compared', severity: 'none', tests, reason }
  }
  const [test, { drifted, figure = 'statistic', threshold = null }] = decisive
  if (!drifted && threshold !== null && tooFew(test, figure, threshold, measure)) {
    const reason = 'so few values that no difference could be told from chance'
    return {
      column,
      verdict: 'not-enough-data',
      severity: 'none',
      decidedBy: { test, figure, threshold },
      tests,
      reason,
    }
  }
  return {
    column,
    verdict: drifted ? 'drifted' : 'stable',
    severity: drifted ? severityOf(measure.tests.psi) : 'none',
    decidedBy: { test, figure, threshold },
    tests,
    reason: drifted ? describeChange(measure.compared.change) : 'no change past the threshold',
  }
}

/** PSI bands: below 0.1 minor, 0.1 to 0.2 moderate, above 0.2 major. */
function severityOf(psi: TestResult | undefined): Severity {
  const value = psi?.statistic ?? 0
  return value > 0.2 ? 'major' : value >= 0.1 ? 'moderate' : 'minor'
}

/** A stable sort: rows that tie keep the reference's order. */
function inOrder(a: DriftRow, b: DriftRow): number {
  const feature = (row: DriftRow) => (row.column.role === 'feature' ? 0 : 1)
  const group = (row: DriftRow) => (row.verdict === 'not-compared' ? 2 : ksOf(row) === undefined ? 1 : 0)
  return (
    feature(a) - feature(b) ||
    group(a) - group(b) ||
    (ksOf(b) ?? 0) - (ksOf(a) ?? 0) ||
    Number(b.verdict === 'drifted') - Number(a.verdict === 'drifted') ||
    cramersVOf(b) - cramersVOf(a)
  )
}

const ksOf = (row: DriftRow) => row.tests.ks?.result.statistic
const cramersVOf = (row: DriftRow) => row.tests['cramers-v']?.result.statistic ?? 0
