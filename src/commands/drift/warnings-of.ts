import type { OpenedWindow } from '../../data/window.ts'
import type { MeasuredColumn } from '../../drift/policy.ts'
import type { Rule } from '../../drift/rule.ts'
import { counted } from '../../report/numbers.ts'

/** What the reader of the answer has to know and would not see in it. */
export function warningsOf(
  reference: OpenedWindow,
  current: OpenedWindow,
  measured: readonly MeasuredColumn[],
  rules: readonly Rule[],
  weights: ReadonlyMap<string, number> | undefined,
): readonly string[] {
  const names = new Set(measured.map(({ name }) => name))
  return [
    ...reference.warnings,
    ...current.warnings,
    ...measured.flatMap(({ name, measure }) =>
      Object.entries(measure.unavailable).map(([test, why]) => `${name}: ${test} cannot be computed: ${why}`),
    ),
    ...measured.flatMap(infinities),
    ...[...(weights?.keys() ?? [])].flatMap(name =>
      reference.columns.some(column => column.name === name)
        ? []
        : [`the weights name "${name}", which the reference lacks`],
    ),
    ...rules.flatMap(({ column, text }) =>
      column === undefined || names.has(column)
        ? []
        : [`the rule "${text}" names a column that is not compared`],
    ),
  ]
}

function infinities({ name, measure: { reference, current } }: MeasuredColumn): string[] {
  const count = (reference.infinite ?? 0) + (current?.infinite ?? 0)
  return count === 0
    ? []
    : [`${name}: ${counted(count, 'infinite value')} ${count === 1 ? 'takes' : 'take'} no part in the tests`]
}
