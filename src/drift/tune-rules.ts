import { conformalP, conformalPlace, conformalThreshold } from '../stats/conformal.ts'
import { type Condition, columnRule } from './rule.ts'

/** One figure of one column in every past window, compared as a new window will be. */
export interface PastScores {
  readonly column: string
  readonly test: string
  /** By window; undefined where there was nothing to compare. */
  readonly scores: readonly (number | undefined)[]
}

/** A rule learned from the past, and what it would have done there. */
export interface TunedRule {
  readonly column: string
  readonly test: string
  readonly figure: 'statistic' | 'pValue'
  readonly threshold: number
  /** As `parseRule` reads it. */
  readonly text: string
  /** The figure by window; undefined where there was nothing to compare. */
  readonly scores: PastScores['scores']
  /** By window: the conformal p-value of its score among those of the others. */
  readonly pValues: readonly (number | undefined)[]
  /** Windows that it was learned from. */
  readonly windows: number
  /** The share of exchangeable windows that it may alarm in: ⌊α(k + 1)⌋/(k + 1). */
  readonly level: number
  readonly median: number
  /** The strangest figure of the past. */
  readonly extreme: number
  /** Indices of windows that a rule learned from the others alone would have alarmed in. */
  readonly alarms: readonly number[]
}

/** Tests whose statistic has a sign or two ends: their p-value says how strange it is. */
const twoEnded = ['mann-whitney', 'welch-t', 'z-proportions']

/** The figure of a test that says how strange a window is, and where strange ones lie. */
export function tunedFigure(
  test: string,
): Pick<Condition, 'figure' | 'operator'> & Pick<TunedRule, 'figure'> {
  return twoEnded.includes(test)
    ? { figure: 'pValue', operator: '<' }
    : { figure: 'statistic', operator: '>' }
}

/**
 * The rule by which a new window alarms when its conformal p-value among the past windows is at most `alpha`; undefined
 * where there are too few of them, or where the threshold is no finite number. The threshold is rounded to four digits,
 * away from where it alarms, so that the level holds.
 */
export function tuneRule({ column, test, scores }: PastScores, alpha: number): TunedRule | undefined {
  const { figure, operator } = tunedFigure(test)
  const sign = operator === '>' ? 1 : -1
  const signed = scores.map(score => (score === undefined ? undefined : sign * score))
  const past = signed.filter(score => score !== undefined)
  const threshold = thresholdOf(past, alpha)
  if (threshold === undefined || !Number.isFinite(threshold)) return undefined
  const limit = sign * threshold
  const pValues = signed.map((score, i) =>
    score === undefined ? undefined : conformalP(score, othersOf(signed, i)),
  )
  const name = figure === 'pValue' ? `${test}.p` : test
  return {
    column,
    test,
    figure,
    threshold: limit,
    text: columnRule(column, `${name} ${operator} ${limit}`),
    scores,
    pValues,
    windows: past.length,
    level: conformalPlace(past.length, alpha) / (past.length + 1),
    median: sign * medianOf(past),
    extreme: sign * Math.max(...past),
    alarms: pValues.flatMap((p, i) => (p !== undefined && isRare(p, past.length, alpha) ? [i] : [])),
  }
}

function othersOf(scores: readonly (number | undefined)[], left: number): readonly number[] {
  return scores.filter((score, i): score is number => score !== undefined && i !== left)
}

/**
 * Whether one of `count` windows alarms by what is learned from the others. They are one fewer, and where that is too few
 * for alpha the least p-value that there can be is asked for.
 */
function isRare(p: number, count: number, alpha: number): boolean {
  return count > 1 && Math.round(p * count) <= Math.max(1, conformalPlace(count - 1, alpha))
}

function thresholdOf(past: readonly number[], alpha: number): number | undefined {
  const threshold = conformalThreshold(past, alpha)
  return threshold === undefined ? undefined : roundedUp(threshold)
}

/** The least number of four digits that is no smaller. */
export function roundedUp(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x
  const near = Number(x.toPrecision(4))
  if (near >= x) return near
  const step = 10 ** (Math.floor(Math.log10(Math.abs(x))) - 3)
  const next = Number((near + step).toPrecision(4))
  return Math.max(next, x)
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]] as [number, number]
  return low + (high - low) / 2
}
