import { conformalNeeds, conformalPlace } from '../stats/conformal.ts'
import type { MeasuredColumn } from './policy.ts'
import { driftTests } from './tests.ts'
import { type PastScores, type TunedRule, tunedFigure, tuneRule } from './tune-rules.ts'

/** A column, or a test of it, that no rule is proposed for. */
export interface Untuned {
  readonly column: string
  readonly reason: string
}

export interface Tuning {
  /** In the reference's order of columns, and the order of the tests. */
  readonly rules: readonly TunedRule[]
  readonly untuned: readonly Untuned[]
  /** The share of windows in which one rule may alarm: alpha, or its part of alpha. */
  readonly alpha: number
  /** For each past window, the indices of the rules that would have alarmed in it. */
  readonly alarms: readonly (readonly number[])[]
}

export interface TuneRequest {
  readonly tests: readonly string[]
  readonly alpha: number
  /** Whether alpha is of each rule or of all together: then each has an equal part of it (Bonferroni). */
  readonly per: 'column' | 'run'
}

/** Rules from past windows: `windows` holds what was measured of the same columns in each. */
export function tuneWindows(
  windows: readonly (readonly MeasuredColumn[])[],
  { tests, alpha, per }: TuneRequest,
): Tuning {
  const [first = []] = windows
  const asked = first.map((column, at) => {
    const inAll = windows.map(columns => columns[at] as MeasuredColumn)
    return { column, inAll, scores: tests.flatMap(test => scoresOf(column, inAll, test)) }
  })
  const all = asked.flatMap(({ scores }) => scores)
  const own = per === 'run' ? alpha / Math.max(1, all.length) : alpha
  const rules = all.flatMap(scores => tuneRule(scores, own) ?? [])
  const without = all.filter(
    ({ column, test }) => !rules.some(rule => rule.column === column && rule.test === test),
  )
  return {
    rules,
    untuned: [
      ...asked
        .filter(({ scores }) => scores.length === 0)
        .map(({ column, inAll }) => ({ column: column.name, reason: reasonOf(inAll, tests) })),
      ...without.map(scores => ({ column: scores.column, reason: tooFew(scores, own) })),
    ],
    alpha: own,
    alarms: windows.map((_, i) => rules.flatMap((rule, at) => (rule.alarms.includes(i) ? [at] : []))),
  }
}

function scoresOf(
  { name }: MeasuredColumn,
  inAll: readonly MeasuredColumn[],
  test: string,
): readonly PastScores[] {
  const { figure } = tunedFigure(test)
  const scores = inAll.map(({ measure }) => measure.tests[test]?.[figure])
  return scores.every(score => score === undefined) ? [] : [{ column: name, test, scores }]
}

function reasonOf(inAll: readonly MeasuredColumn[], tests: readonly string[]): string {
  const told = inAll.find(({ notCompared }) => notCompared !== undefined)?.notCompared
  const missing = inAll.every(column => column.missing) ? 'no past window has it' : undefined
  const unavailable = inAll.flatMap(({ measure }) =>
    tests.flatMap(test => measure.unavailable[test] ?? []),
  )[0]
  return (
    told ?? missing ?? unavailable ?? `${tests.join(' and ')} ${tests.length === 1 ? 'is' : 'are'} not for it`
  )
}

function tooFew({ test, scores }: PastScores, alpha: number): string {
  const known = scores.filter(score => score !== undefined).length
  return conformalPlace(known, alpha) > 0
    ? `${test} of past windows is beyond the largest number`
    : `${test} could be computed in ${known} past windows, and it takes ${conformalNeeds(alpha)}`
}

/** The tests by which a policy itself judges a column: a rule over one takes its place, over another stands beside it. */
export function ownTests(policy: string): readonly string[] {
  return policy === 'classic' ? ['ks', 'chi-square'] : ['psi-calibrated']
}

/** The tests in display order. */
export function inDisplayOrder(tests: readonly string[]): readonly string[] {
  return driftTests.map(({ name }) => name).filter(name => tests.includes(name))
}
