import { MlregError } from '../errors.ts'

export type Operator = '<' | '<=' | '>' | '>='

/** One comparison of a rule: a test's or a check's figure against a number. */
export interface Condition {
  /** A test (`ks`) or a check (`null_rate`). */
  readonly measure: string
  /** `statistic` when only the measure is named, `pValue` for `.p`, else the figure's own name. */
  readonly figure: string
  readonly operator: Operator
  readonly limit: number
}

/** `[COLUMN:] MEASURE[.FIGURE] OP NUMBER [and …]`: fires when every condition holds. */
export interface Rule {
  /** Only this column; absent for all. */
  readonly column?: string
  readonly conditions: readonly [Condition, ...Condition[]]
  /** As the user wrote it. */
  readonly text: string
  /** A nearer rule took its place. It never fires, nor do the policy's own on what it names. */
  readonly isReplaced?: true
}

const number = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`
const condition = String.raw`([a-z][a-z0-9_-]*)(?:\.([a-z]\w*))?\s*(<=|>=|<|>)\s*(${number})`
const ruleShape = new RegExp(String.raw`^\s*(?:(.+):)?\s*(${condition}(?:\s+and\s+${condition})*)\s*$`, 'is')
const quoted = /^"(?:[^"\\]|\\.)*"$/s

/**
 * Reads a rule such as `psi > 0.25`, `ks.p < 0.001`, `age: psi > 0.3` or `null_rate > 0.1 and null_ratio > 3`.
 * A column's name may hold colons: the last one before the conditions ends it. A name that begins or ends with a
 * space, or holds what cannot be typed, stands in quotes as in JSON: `" age": psi > 0.3`. Throws `usage` on anything
 * else.
 */
export function parseRule(text: string): Rule {
  const match = ruleShape.exec(text)
  const body = match?.[2]
  const name = match?.[1]?.trim()
  if (body === undefined || name === '') {
    throw new MlregError('usage', `rule "${text}" is not of the form [COLUMN:]TEST[.p] OP NUMBER`, {
      hint: `such as --rule 'psi > 0.25', --rule 'ks.p < 0.001' or --rule 'age: null_rate > 0.1'`,
    })
  }
  const column = unquoted(name)
  const conditions = body.split(/\s+and\s+/i).map(toCondition) as [Condition, ...Condition[]]
  return { ...(column === undefined ? {} : { column }), conditions, text: text.trim() }
}

/** A rule for one column, as `parseRule` reads it back: the name in quotes where it could not stand without them. */
export function columnRule(column: string, conditions: string): string {
  const isPlain = /^[^\s"](?:.*\S)?$/su.test(column) && column.search(unprintable) < 0
  return `${isPlain ? column : quote(column)}: ${conditions}`
}

const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

function quote(name: string): string {
  return JSON.stringify(name).replace(unprintable, character =>
    [...Array(character.length).keys()]
      .map(i => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}

/** What is in quotes and no JSON is a name that has quotes. */
function unquoted(name: string | undefined): string | undefined {
  if (name === undefined || !quoted.test(name)) return name
  try {
    return JSON.parse(name) as string
  } catch {
    return name
  }
}

function toCondition(text: string): Condition {
  const [, measure, figure, operator, limit] = new RegExp(condition, 'i').exec(text) as unknown as string[]
  const named = figure ?? 'statistic'
  return {
    measure: String(measure).toLowerCase(),
    figure: /^p(value)?$/i.test(named) ? 'pValue' : named,
    operator: operator as Operator,
    limit: Number(limit),
  }
}

/** Whether a value is past a condition's limit. Strict or not as written; a missing or NaN value never is. */
export function holds(value: number | undefined, { operator, limit }: Condition): boolean {
  if (value === undefined || Number.isNaN(value)) return false
  if (operator === '<') return value < limit
  if (operator === '<=') return value <= limit
  if (operator === '>') return value > limit
  return value >= limit
}

/**
 * The rules that decide for one measure in one column: the user's for that column, else the user's for all, else the
 * policy's own. Rules the user gives alone decide for every measure they name, in whichever condition.
 */
export function rulesFor(
  measure: string,
  column: string,
  user: readonly Rule[],
  own: readonly Rule[],
): readonly Rule[] {
  const naming = (rules: readonly Rule[]) =>
    rules.filter(rule => rule.conditions.some(condition => condition.measure === measure))
  const given = naming(user)
  const forColumn = given.filter(rule => rule.column === column)
  if (forColumn.length > 0) return forColumn
  const forAll = given.filter(rule => rule.column === undefined)
  return forAll.length > 0 ? forAll : naming(own)
}

/** The rules, those for all columns marked as replaced that share a measure with one of the nearer rules. */
export function replaced(rules: readonly Rule[], nearer: readonly Rule[]): readonly Rule[] {
  const named = new Set(nearer.flatMap(measuresOf))
  return rules.map(rule =>
    rule.column === undefined && !nearer.includes(rule) && measuresOf(rule).some(one => named.has(one))
      ? { ...rule, isReplaced: true }
      : rule,
  )
}

function measuresOf({ conditions }: Rule): readonly string[] {
  return conditions.map(({ measure }) => measure)
}

/** Rules for a heading: those for single columns may be as many as the columns. */
export function ruleTexts(rules: readonly Rule[]): readonly string[] {
  const most = rules.length > 6 ? 3 : 6
  const texts = rules.slice(0, most).map(({ text }) => text)
  return rules.length > most ? [...texts, `${rules.length - most} more rules`] : texts
}

/** A rule's condition on a measure that it names; its first condition for any other. */
export function conditionOn(measure: string, { conditions }: Rule): Condition {
  return conditions.find(each => each.measure === measure) ?? conditions[0]
}
