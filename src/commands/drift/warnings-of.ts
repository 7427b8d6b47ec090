import type { OpenedWindow } from '../../data/window.ts'
import type { MeasuredColumn } from '../../drift/policy.ts'
import type { Rule } from '../../drift/rule.ts'
import { counted, formatCount } from '../../report/numbers.ts'

/** Names in one line; how many more there are is said. */
const namesShown = 10

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
    ...notComputed(measured),
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

/** One line a test and reason, however many columns it is about. */
function notComputed(measured: readonly MeasuredColumn[]): string[] {
  const columns = new Map<string, { test: string; why: string; names: string[] }>()
  for (const { name, measure } of measured) {
    for (const [test, why] of Object.entries(measure.unavailable)) {
      const key = JSON.stringify([test, why])
      const found = columns.get(key) ?? { test, why, names: [] }
      found.names.push(name)
      columns.set(key, found)
    }
  }
  return [...columns.values()].map(
    ({ test, why, names }) => `${test} cannot be computed for ${listed(names)}: ${why}`,
  )
}

/** The column `a`, or 14 columns (a, b, … and 4 more). */
export function listed(names: readonly string[]): string {
  if (names.length === 1) return `the column ${names[0]}`
  const shown = names.slice(0, namesShown).join(', ')
  const more = names.length - namesShown
  return `${counted(names.length, 'column')} (${shown}${more > 0 ? ` and ${formatCount(more)} more` : ''})`
}

function infinities({ name, measure: { reference, current } }: MeasuredColumn): string[] {
  const count = (reference.infinite ?? 0) + (current?.infinite ?? 0)
  return count === 0
    ? []
    : [`${name}: ${counted(count, 'infinite value')} ${count === 1 ? 'takes' : 'take'} no part in the tests`]
}
