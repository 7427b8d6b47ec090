import { asWritten, changed, compareNumbers } from './compare-numbers.ts'
import { type Figure, numberIn } from './figure.ts'
import { figureOf } from './figure-of.ts'
import { figureTexts } from './figure-text.ts'
import type { JudgedRule } from './judgement.ts'
import type { Change, Comparison, Operator } from './rule.ts'
import type { Situation } from './situation.ts'

/** A comparison of a figure with a number, a text or the champion's figure. */
export function judgeComparison(rule: Comparison, situation: Situation): JudgedRule {
  const { subject, operator, bound, name, text } = rule
  const own = read(figureOf(situation.candidate, subject, situation.nowMs), rule)
  const other = bound.kind === 'champion' ? read(championOf(situation, rule), rule) : undefined
  const value = shownOf(own)
  const baseline = other === undefined ? null : shownOf(other)
  const known = { rule: text, metric: name, value, baseline }
  for (const figure of [own, other]) {
    if (figure !== undefined && 'missing' in figure) return unjudged(known, figure)
  }
  const asked = bound.kind === 'text' ? bound.text : bound.kind === 'number' ? bound.value : baseline
  if (typeof value === 'number' && typeof asked === 'number') {
    const judged = judgeNumbers(known, value, rule, asked)
    return subject.kind === 'approvals' && judged.passed === false ? withApprovals(judged, situation) : judged
  }
  const limit = String(asked)
  const isSo = subject.kind === 'drift' ? isVerdict(String(value), limit) : String(value) === limit
  const passed = isSo === (operator === '=')
  const whose = bound.kind === 'champion' ? ', the champion has' : ''
  return {
    ...known,
    limit,
    passed,
    message: `${name} is "${value}"${wordsOfText(operator, isSo, whose)} "${limit}"`,
  }
}

/** Too few approvals: who has spoken, and how somebody else does. */
function withApprovals(judged: JudgedRule, { candidate: { name, approvals } }: Situation): JudgedRule {
  if (approvals === undefined) return judged
  const { rejected, stage } = approvals
  const message =
    rejected.length > 0
      ? `${judged.message}: ${rejected.map(({ actor }) => actor).join(', ')} rejected it for ${stage}`
      : `${judged.message}: somebody other than who registered it has to say mlreg approve ${name} --to ${stage}`
  return { ...judged, message }
}

/**
 * Texts that are numbers are compared as such, but with a text. Where only numbers make sense, others are missing.
 */
function read(figure: Figure, { bound, operator, name }: Comparison): Figure {
  if (bound.kind === 'text') return figure
  const isEquality = operator === '=' || operator === '!='
  const mayBeText = isEquality && !(bound.kind === 'champion' && bound.change !== undefined)
  const number = numberIn(figure, name)
  return 'missing' in number && mayBeText ? figure : number
}

/** A check that found both drift and degradation is of either verdict. */
function isVerdict(verdict: string, asked: string): boolean {
  return asked.split(',').every(one => verdict.split(',').includes(one))
}

type Known = Pick<JudgedRule, 'rule' | 'metric' | 'value' | 'baseline'>

function judgeNumbers(
  known: Known,
  value: number,
  { subject, operator, bound, name }: Comparison,
  figure: number,
): JudgedRule {
  const change = bound.kind === 'champion' ? bound.change : undefined
  const limit = bound.kind === 'number' ? bound.value : changed(figure, change)
  if (Number.isNaN(limit)) {
    return unjudged(known, {
      missing: `the champion's ${name}, ${figure} ${change?.text ?? ''}, is no number`,
    })
  }
  const involved =
    bound.kind === 'champion' ? [figure, ...(change?.kind === 'difference' ? [change.by] : [])] : []
  const passed = compareNumbers(value, operator, limit, involved)
  const shown = asWritten(limit)
  const origin = bound.kind === 'champion' ? `, ${championWords(figure, change)}` : ''
  const [own, asked] = figureTexts(subject, value, shown)
  const message = `${name} ${own} is ${words[operator][passed ? 0 : 1]} ${asked}${origin}`
  return { ...known, limit: shown, passed, message: message + caution(figure, change) }
}

/** What the champion has for the rule, or why that is no comparison. */
function championOf({ champion, data, nowMs }: Situation, { subject, name }: Comparison): Figure {
  if ('missing' in champion) return champion
  const mayDiffer = data?.verdict === 'different' || data?.verdict === 'one-sided'
  if (subject.kind !== 'metric' || !mayDiffer || data.ignored) return figureOf(champion, subject, nowMs)
  const who = data.candidate.length > 0 ? 'the champion' : 'the candidate'
  return {
    missing:
      data.verdict === 'different'
        ? `${name} of both was not measured on the same data, so this is no comparison`
        : `${who} logged no evaluation data, so nothing shows that ${name} of both is of the same data`,
    hint: 'score both on the same file and log it (mlreg log data FILE --context evaluation); a gate takes --any-data',
  }
}

function unjudged(known: Known, { missing, hint }: Extract<Figure, { missing: string }>): JudgedRule {
  return { ...known, limit: null, passed: null, message: missing, ...(hint === undefined ? {} : { hint }) }
}

function shownOf(figure: Figure): number | string | null {
  return 'missing' in figure ? null : figure.value
}

const words: Readonly<Record<Operator, readonly [passed: string, failed: string]>> = {
  '>=': ['at least', 'below'],
  '>': ['above', 'not above'],
  '<=': ['at most', 'above'],
  '<': ['below', 'not below'],
  '=': ['equal to', 'not'],
  '!=': ['other than', 'equal to'],
}

function wordsOfText(operator: Operator, isSo: boolean, whose: string): string {
  if (whose !== '') return `${whose}${isSo ? ' the same' : ''}`
  return isSo ? ', equal to' : operator === '=' ? ', not' : ', other than'
}

function championWords(figure: number, change: Change | undefined): string {
  return change === undefined ? "the champion's" : `the champion's ${figure} ${change.text}`
}

/** -100 * 1.02 is -102: whoever wrote that wanted more and asks for less. */
function caution(figure: number, change: Change | undefined): string {
  if (change?.kind !== 'factor' || figure >= 0) return ''
  const percent = asWritten((change.by - 1) * 100)
  return ` (a factor turns around below 0: write champion ${percent < 0 ? '-' : '+'} ${Math.abs(percent)}%)`
}
