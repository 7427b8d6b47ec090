import type { Block, Cell, TableColumn } from './report.ts'

/** Labels with their values below a heading; nothing at all where there is none. */
export function fieldsSection(
  heading: string,
  rows: Extract<Block, { readonly type: 'fields' }>['rows'],
): Block[] {
  return rows.length === 0
    ? []
    : [
        { type: 'heading', text: heading },
        { type: 'fields', rows },
      ]
}

/** A table below a heading; nothing at all where it has no row. */
export function tableSection(
  heading: string,
  columns: readonly TableColumn[],
  rows: readonly (readonly Cell[])[],
): Block[] {
  return rows.length === 0
    ? []
    : [
        { type: 'heading', text: heading },
        { type: 'table', columns, rows },
      ]
}
