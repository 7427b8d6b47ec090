import { escapeText } from '../terminal/escape.ts'
import { toAscii } from './ascii.ts'
import { type Canvas, margin } from './canvas.ts'
import { loadCellWidth } from './cell-width.ts'
import { wrapText } from './fit-text.ts'
import { mark } from './marks.ts'
import { loadPaint } from './paint.ts'
import type { Block, Report, Style, Tone } from './report.ts'
import { drawChart } from './text-chart.ts'
import { drawCode } from './text-code.ts'
import { drawFields } from './text-fields.ts'
import { drawTable } from './text-table.ts'

/** For people at a terminal, and for pipes, where nothing is cut or wrapped. */
export async function renderText(report: Report, style: Style): Promise<string> {
  const safe = (text: string) => (style.ascii ? toAscii(escapeText(text)) : escapeText(text))
  const canvas = {
    width: style.width,
    ascii: style.ascii,
    ellipsis: safe('…'),
    cellWidth: await loadCellWidth(JSON.stringify(report.document)),
    paint: await loadPaint(style.colorLevel),
    safe,
  }
  const lines = report.document.flatMap((block, i) => {
    const drawn = draw(block, canvas)
    return startsSection(report.document[i - 1], block) ? ['', ...drawn] : drawn
  })
  return lines.map(line => `${line}\n`).join('')
}

/** A blank line between blocks, but a heading keeps what it heads and notes keep together. */
function startsSection(previous: Block | undefined, block: Block): boolean {
  if (previous === undefined) return false
  return previous.type !== 'heading' && !(previous.type === 'note' && block.type === 'note')
}

function draw(block: Block, canvas: Canvas): string[] {
  switch (block.type) {
    case 'heading':
      return drawParagraph(block.text, canvas, block.tone, 'bold')
    case 'note':
      return drawParagraph(block.text, canvas, block.tone)
    case 'fields':
      return drawFields(block.rows, canvas)
    case 'code':
      return drawCode(block.rows, canvas)
    case 'excerpt':
      return block.lines.map(line => (line === '' ? '' : ' '.repeat(margin) + escapeText(line)))
    case 'table':
      return drawTable(block, canvas)
    case 'chart':
      return drawChart(block, canvas)
  }
}

function drawParagraph(text: string, canvas: Canvas, tone?: Tone, weight?: 'bold'): string[] {
  const sign = canvas.safe(mark(tone) ?? ' ').padEnd(margin)
  const lines = wrapText(canvas.safe(text), canvas.width - margin, canvas.cellWidth)
  return lines.map((line, i) => canvas.paint((i === 0 ? sign : ' '.repeat(margin)) + line, tone, weight))
}
