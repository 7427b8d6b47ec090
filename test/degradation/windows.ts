import type { ColumnFacts } from '../../src/degradation/degradation-check.ts'
import { judgeDegradation } from '../../src/degradation/judge-degradation.ts'
import { toPair } from '../../src/drift/column-pair.ts'
import { outsideReference } from '../../src/drift/outside-reference.ts'
import { parseRule } from '../../src/drift/rule.ts'
import { numericProfile } from '../../src/profile/numeric-profile.ts'
import { summarize } from '../../src/profile/summary.ts'
import { categorical } from '../drift/windows.ts'

/** A column of numbers in both windows; NaN is a null. */
export function numbers(
  column: string,
  reference: readonly number[],
  current: readonly number[],
): ColumnFacts {
  const [before, after] = [reference, current].map(values => numericProfile(Float64Array.from(values)))
  if (before === undefined || after === undefined) throw new Error('two windows')
  const hasValues = before.ecdf.values.length > 0 && after.ecdf.values.length > 0
  return {
    column,
    kind: 'numeric',
    reference: summarize(before),
    current: summarize(after),
    ...(hasValues ? { outside: outsideReference(toPair(before, after)) } : {}),
  }
}

export function words(column: string, reference: readonly string[], current: readonly string[]): ColumnFacts {
  const [before, after] = [categorical(reference), categorical(current)]
  return {
    column,
    kind: 'categorical',
    reference: summarize(before),
    current: summarize(after),
    outside: outsideReference(toPair(before, after)),
  }
}

/** Only counts matter to null_rate and cardinality_collapse. */
export function counts(
  reference: { rows?: number; nulls?: number; distinct?: number },
  current: { rows?: number; nulls?: number; distinct?: number },
): ColumnFacts {
  const whole = { rows: 1000, nulls: 0, distinct: 1000 }
  return {
    column: 'x',
    kind: 'categorical',
    reference: { ...whole, ...reference },
    current: { ...whole, ...current },
  }
}

export function judge(columns: readonly ColumnFacts[], ...rules: readonly string[]) {
  return judgeRows(columns, 1000, 1000, ...rules)
}

export function judgeRows(
  columns: readonly ColumnFacts[],
  referenceRows: number,
  currentRows: number,
  ...rules: readonly string[]
) {
  return judgeDegradation({ referenceRows, currentRows, columns }, rules.map(parseRule))
}

/** The checks that fire on one column, in order. */
export function alerts(column: ColumnFacts, ...rules: readonly string[]): readonly string[] {
  return judge([column], ...rules).flatMap(row => (row.degraded ? [row.check] : []))
}

export const range = (n: number, step = 1) => Array.from({ length: n }, (_, i) => i * step)
export const nulls = (n: number) => Array.from({ length: n }, () => Number.NaN)
