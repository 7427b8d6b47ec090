import type { WindowColumn } from '../data/window.ts'
import type { MeasuredColumn } from '../drift/policy.ts'
import type { ColumnFacts } from './degradation-check.ts'

/** What the checks may know: the measured columns, then those that only the current window has. */
export function columnFacts(
  measured: readonly MeasuredColumn[],
  added: readonly WindowColumn[],
  currentRows: number,
): readonly ColumnFacts[] {
  return [
    ...measured
      .filter(column => column.missing || (column.measure.current && !isUnlabelled(column)))
      .map(toFacts),
    ...added.map(({ name, kind }) => ({
      column: name,
      kind,
      current: { rows: currentRows, nulls: 0, distinct: 0 },
    })),
  ]
}

/** Labels come late: a window that has none yet, in the column or without it, is not a broken one. */
function isUnlabelled({ role, changed, measure: { current } }: MeasuredColumn): boolean {
  return role === 'target' && changed === undefined && current?.nulls === current?.rows
}

function toFacts({ name, kind, measure, changed }: MeasuredColumn): ColumnFacts {
  return {
    column: name,
    kind,
    reference: measure.reference,
    ...(measure.current ? { current: measure.current } : {}),
    ...(measure.compared ? { outside: measure.compared.outside } : {}),
    ...(measure.compared?.evidence ? { evidence: measure.compared.evidence } : {}),
    ...(changed ? { changed } : {}),
  }
}
