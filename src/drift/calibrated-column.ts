import { formatCount, formatNumber, formatPercent } from '../report/numbers.ts'
import { noncentralityLower } from '../stats/noncentrality.ts'
import { describeChange } from './describe-change.ts'
import type { TestResult } from './drift-test.ts'
import { fittingRules, judgeTest } from './judge-test.ts'
import { missingRow } from './missing-row.ts'
import type { DriftRow, Given, JudgedTest, MeasuredColumn, Severity } from './policy.ts'
import { calibratedP, fewestRows, unchangedP } from './psi-calibrated.ts'
import { isPlenty, noticeable, rowsNeeded, sizeNeeded } from './rows-needed.ts'
import { conditionOn } from './rule.ts'
import { fewestBlocks } from './with-blocks.ts'

const test = 'psi-calibrated'

/** The test's figures, on the rows that the window is worth where they come in blocks. */
export function sizedResult({
  measure,
  designEffect = 1,
}: MeasuredColumn): TestResult & { size: number; dof: number } {
  const { statistic, size = 0, dof = 0, ...others } = measure.tests[test] as TestResult
  return { ...others, statistic, dof, size: size / designEffect }
}

export interface Ranked {
  readonly row: DriftRow
  /** The figure over its limit: from 1 on it is past it. */
  readonly strength: number
}

/** Judges one column. The p-values are those adjusted over the run; absent where rules decide instead of the test. */
export function judgeCalibrated(
  column: MeasuredColumn,
  given: Given,
  adjusted: number | undefined,
  unchanged: number | undefined,
): Ranked {
  if (column.missing)
    return { row: missingRow(column, test, given.alpha), strength: Number.POSITIVE_INFINITY }
  const { measure } = column
  if (column.notCompared !== undefined || measure.compared === undefined) {
    const reason = column.notCompared ?? 'there is nothing to compare'
    return { row: { column, verdict: 'not-compared', severity: 'none', tests: {}, reason }, strength: -1 }
  }
  const tests: Record<string, JudgedTest> = {}
  const rules = fittingRules(given.rules, column)
  for (const name of Object.keys(measure.tests)) tests[name] = judgeTest(name, column, rules, [])
  if (adjusted !== undefined) tests[test] = judgeOwn(column, given, adjusted)
  return decide(column, tests, given, unchanged)
}

function judgeOwn(column: MeasuredColumn, { alpha, minEffect }: Given, adjusted: number): JudgedTest {
  const result = sizedResult(column)
  const { statistic, size, dof } = result
  const lower = noncentralityLower(size * statistic, dof, alpha) / size
  const judged = { ...result, pValue: calibratedP(result, minEffect), unchanged: unchangedP(result), lower }
  return {
    result: judged,
    adjustedPValue: adjusted,
    figure: 'pValue',
    threshold: alpha,
    drifted: adjusted < alpha,
  }
}

function decide(
  column: MeasuredColumn,
  tests: Readonly<Record<string, JudgedTest>>,
  given: Given,
  unchanged: number | undefined,
): Ranked {
  const judged = Object.entries(tests).filter(([, one]) => one.drifted !== undefined)
  const decisive =
    judged.find(([name, one]) => one.drifted && name === test) ??
    judged.find(([, one]) => one.drifted) ??
    judged.find(([name]) => name === test) ??
    judged[0]
  const row = { column, tests } as const
  if (decisive === undefined) {
    const few = column.fewBlocks
      ? { reason: column.fewBlocks, blocksNeeded: fewestBlocks }
      : { reason: `fewer than ${fewestRows} rows in a window` }
    return { row: { ...row, verdict: 'not-enough-data', severity: 'none', ...few }, strength: -0.5 }
  }
  const [name, one] = decisive
  const decidedBy = { test: name, figure: one.figure ?? 'statistic', threshold: one.threshold ?? null }
  const strength = strengthOf(column, name, one, given)
  const psi = tests[test]?.result.statistic ?? 0
  const change = changeIn(column, psi)
  if (one.drifted) {
    return {
      row: { ...row, verdict: 'drifted', severity: severityOf(psi), decidedBy, reason: change },
      strength,
    }
  }
  const few = name === test ? tooFew(column, given) : undefined
  if (few) {
    const { reason, rows } = few
    return {
      row: { ...row, verdict: 'not-enough-data', severity: 'none', decidedBy, reason, needed: rows },
      strength,
    }
  }
  const isMinor = unchanged !== undefined && unchanged < given.alpha
  const reason = isMinor ? `${change}: real, and below the minimum effect` : 'no change past the threshold'
  return {
    row: { ...row, verdict: 'stable', severity: isMinor ? 'minor' : 'none', decidedBy, reason },
    strength,
  }
}

/** The sentence of the column, unless it is nulls that came or went: those are in no other test. */
function changeIn({ measure: { compared } }: MeasuredColumn, psi: number): string {
  const nulls = compared?.where.find(({ bin }) => bin === '(null)')
  if (nulls && nulls.contribution > psi / 2) {
    return `${formatPercent(nulls.reference)} → ${formatPercent(nulls.current)} of rows are null`
  }
  return compared ? describeChange(compared.change) : ''
}

/** PSI bands: up to 0.2 moderate, above it major; below 0.1 only where a rule or a lower minimum effect decided. */
function severityOf(psi: number): Severity {
  return psi > 0.2 ? 'major' : psi >= 0.1 ? 'moderate' : 'minor'
}

/** How many rows it would take to see a change worth knowing of, where there are fewer. */
function tooFew(column: MeasuredColumn, given: Given) {
  const { size, dof } = sizedResult(column)
  // A larger window has all ten bins.
  const bins = column.measure.compared && column.kind === 'numeric' ? Math.max(dof, 9) : dof
  if (dof === 0 || isPlenty(size, bins, given)) return undefined
  const needed = sizeNeeded(bins, given)
  if (size >= needed) return undefined
  const worth = column.designEffect ?? 1
  const { rows, both } = rowsNeeded(needed * worth, column.measure.reference.rows)
  const where = both ? 'rows in either window' : 'rows in the current window'
  return {
    rows,
    reason: `too few rows to rule out a PSI of ${formatNumber(noticeable(given))}: it takes about ${formatCount(rows)} ${where}`,
  }
}

function strengthOf(column: MeasuredColumn, name: string, one: JudgedTest, given: Given): number {
  if (name === test && one.adjustedPValue !== undefined) {
    return (one.result.lower ?? 0) / Math.max(given.minEffect, 1e-6)
  }
  const value = one.result[one.figure ?? 'statistic'] ?? 0
  const limit = one.threshold ?? 0
  const rule = fittingRules(given.rules, column).find(each =>
    each.conditions.some(({ measure, limit: own }) => measure === name && own === limit),
  )
  const isUpper = rule === undefined || conditionOn(name, rule).operator.startsWith('>')
  const [over, under] = isUpper ? [value, limit] : [limit, value]
  return under === 0 ? Number.MAX_VALUE : Math.abs(over / under)
}
