import { escapeText } from '../terminal/escape.ts'
import { barText } from './bar-text.ts'
import type { Canvas } from './canvas.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { isMarked, mark } from './marks.ts'
import { formatCount } from './numbers.ts'
import type { Block, Cell, Report, Style, TableBlock, TableColumn, Tone } from './report.ts'
import { areSparklines } from './sparkline.ts'
import { drawChart } from './text-chart.ts'

const plain: Canvas = {
  width: 80,
  ascii: false,
  ellipsis: '…',
  cellWidth: text => text.length,
  paint: text => text,
  safe: escapeText,
}

/** GitHub-flavoured, for step summaries and comments on merge requests. */
export function renderMarkdown(report: Report, { maxBytes = Infinity }: Pick<Style, 'maxBytes'>): string {
  const sections: string[] = []
  let left = maxBytes
  for (const block of report.document) {
    const section = renderBlock(block, left)
    sections.push(section)
    left -= Buffer.byteLength(section) + 1
  }
  return sections.join('\n')
}

function renderBlock(block: Block, maxBytes: number): string {
  switch (block.type) {
    case 'heading':
      return `### ${marked(block.text, block.tone)}\n`
    case 'note':
      return `${marked(block.text, block.tone)}\n`
    case 'fields':
      return block.rows.map(([label, ...values]) => `- ${field(label, values)}\n`).join('')
    case 'code':
      return block.rows
        .map(([label, code]) => `${escapeMarkdown(label)}:\n\n${fenced(escapeText(code))}`)
        .join('\n')
    case 'excerpt':
      return fenced(block.lines.map(escapeText).join('\n'), block.language)
    case 'table':
      return renderTable(block, maxBytes)
    case 'chart':
      return `\`\`\`text\n${drawChart(block, plain).join('\n')}\n\`\`\`\n`
  }
}

function marked(text: string, tone: Tone | undefined): string {
  const sign = mark(tone)
  return sign === undefined ? escapeMarkdown(text) : `${sign} ${escapeMarkdown(text)}`
}

function field(label: string, values: readonly string[]): string {
  return `${escapeMarkdown(label)}: ${values.map(escapeMarkdown).join(' · ')}`
}

// What the sentence about missing rows takes, and a little of what follows the table.
const reserve = 2_000

/** Rows that do not fit are counted, never cut silently. */
function renderTable({ columns, rows }: TableBlock, maxBytes: number): string {
  const rules = columns.map(({ align }) => (align === 'right' ? '---:' : '---'))
  const head = line(columns.map(({ title }) => escapeMarkdown(title))) + line(rules)
  let left = maxBytes - reserve - Buffer.byteLength(head)
  const lines: string[] = []
  for (const row of rows) {
    const text = line(columns.map((column, i) => tableCell(row[i], column)))
    left -= Buffer.byteLength(text)
    if (left < 0) break
    lines.push(text)
  }
  const cut = `\nShowing ${formatCount(lines.length)} of ${formatCount(rows.length)} rows: the others do not fit here.\n`
  return head + lines.join('') + (lines.length < rows.length ? cut : '')
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`
}

const barWidth = 20

/** A fence longer than any run of backticks inside. */
function fenced(code: string, language = 'sh'): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${code}\n${fence}\n`
}

function tableCell(cell: Cell | undefined, column: TableColumn): string {
  if (cell === undefined) return ''
  if (cell.bar) return barText(cell.bar, barWidth) === '' ? '' : `\`${barText(cell.bar, barWidth)}\``
  // Bars of the same width, which proportional type does not give them.
  if (areSparklines([cell.text])) return `\`${cell.text}\``
  const text = isMarked(cell, column) ? marked(cell.text, cell.tone) : escapeMarkdown(cell.text)
  return cell.tone === 'bad' || cell.tone === 'strong' ? bold(text) : text
}

function bold(text: string): string {
  return text.trim() === '' ? text : `**${text.trim()}**`
}
