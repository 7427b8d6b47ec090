import type { OpenedWindow } from '../data/window.ts'
import { labelSql } from './label-sql.ts'

/** The window with these columns read as classes: labels 0 and 1 are categories, whatever type holds them. */
export function asClasses(window: OpenedWindow, names: readonly (string | undefined)[]): OpenedWindow {
  const columns = window.columns.map(column =>
    names.includes(column.name) && column.kind === 'numeric'
      ? { ...column, kind: 'categorical' as const, sql: labelSql(column) }
      : column,
  )
  return { ...window, columns }
}
