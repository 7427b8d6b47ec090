import { csvLine } from '../report/csv.ts'
import type { Column, Table, Value } from './table.ts'
import { writeLines } from './write-lines.ts'

/** Writes a table as CSV with a line of names; times in ISO 8601, NaN and Infinity as these words. Gives its rows. */
export async function writeCsv(path: string, table: Table): Promise<number> {
  return (await writeLines(path, linesOf(table))) - 1
}

function* linesOf({ columns, rows }: Table): Generator<string> {
  yield csvLine(columns.map(({ name }) => name))
  for (const row of rows()) yield csvLine(row.map((value, i) => toField(value, columns[i] as Column)))
}

function toField(value: Value, { type }: Column): Value {
  return typeof value === 'number' && type === 'time' ? new Date(value).toISOString() : value
}
