import type { Report } from './report.ts'

type Value = Report['records']['rows'][number][number]

/**
 * RFC 4180 with \n line ends, which every reader takes and line-based tools prefer. Numbers in full precision,
 * null as an empty field, text that a spreadsheet would run as a formula behind an apostrophe.
 */
export function renderCsv(report: Report): string {
  const { columns, rows } = report.records
  return [columns, ...rows].map(csvLine).join('')
}

/** One line, its end included. */
export function csvLine(row: readonly Value[]): string {
  return `${row.map(field).join(',')}\n`
}

function field(value: Value): string {
  if (value === null) return ''
  // Adding 0 turns -0 into 0.
  if (typeof value === 'number') return String(value + 0)
  return quote(typeof value === 'string' ? withoutFormula(value) : String(value))
}

/** Names come from the data, and `=HYPERLINK(…)` is a legal column name. A plain `-5` stays as it is. */
function withoutFormula(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !Number.isFinite(Number(text)) ? `'${text}` : text
}

function quote(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
