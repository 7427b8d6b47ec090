import type { OpenedWindow, WindowColumn } from '../data/window.ts'

/** The columns that hold classes: what was true and what the model answered. */
export interface ClassColumns {
  readonly target?: string
  readonly prediction?: string
}

/**
 * Both windows with these columns read as classes, whatever type holds them: 1, 1.0 and "1" are one label, and true and
 * 1 are where the other column holds numbers. The reference decides, so that both windows write labels alike.
 */
export function asClasses<
  Windows extends { readonly reference: OpenedWindow; readonly current: OpenedWindow },
>(windows: Windows, { target, prediction }: ClassColumns): Windows {
  const isClass = ({ name }: WindowColumn) => name === target || name === prediction
  const numbers = windows.reference.columns.some(column => isClass(column) && column.kind === 'numeric')
  const toClasses = (window: OpenedWindow): OpenedWindow => ({
    ...window,
    columns: window.columns.map(column => (isClass(column) ? asClass(column, numbers) : column)),
  })
  return { ...windows, reference: toClasses(windows.reference), current: toClasses(windows.current) }
}

/** A column read as texts that name classes or groups: whole numbers without a decimal point. */
export function asLabel(column: WindowColumn): WindowColumn {
  return asClass(column, false)
}

function asClass(column: WindowColumn, numbers: boolean): WindowColumn {
  const { kind, sql } = column
  if (kind === 'numeric') {
    const whole = `${sql} = trunc(${sql}) AND abs(${sql}) < 1e15`
    const label = `CASE WHEN ${whole} THEN CAST(CAST(${sql} AS BIGINT) AS VARCHAR) ELSE CAST(${sql} AS VARCHAR) END`
    return { ...column, kind: 'categorical', sql: label }
  }
  return kind === 'boolean' && numbers
    ? { ...column, kind: 'categorical', sql: `CASE ${sql} WHEN 'true' THEN '1' WHEN 'false' THEN '0' END` }
    : column
}
