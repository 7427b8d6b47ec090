import { escapeMarkdown } from '../report/escape-markdown.ts'

export interface MarkdownColumn {
  readonly title: string
  readonly align?: 'right'
}

/** Cells that are Markdown already. */
export type MarkdownRow = readonly string[]

export function markdownTable(columns: readonly MarkdownColumn[], rows: readonly MarkdownRow[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = columns.map(({ align }) => (align === 'right' ? '---:' : '---'))
  return [line(columns.map(({ title }) => escapeMarkdown(title))), line(rule), ...rows.map(line)].join('\n')
}

/** Names of the user's as Markdown that shows them as they are. */
export function asMarkdown(text: string): string {
  return escapeMarkdown(text)
}

/** The rows of all tables in a text, as the texts of their cells; the lines of dashes are left out. */
export function tableRows(text: string): string[][] {
  return text.split('\n').flatMap(line => {
    const trimmed = line.trim()
    if (!/^\|.*\|$/.test(trimmed) || /^[|:\-\s]+$/.test(trimmed)) return []
    return [
      trimmed
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map(cell => cell.trim()),
    ]
  })
}
