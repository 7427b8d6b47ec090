import Table from 'cli-table3'
import { type Canvas, margin } from './canvas.ts'
import { isOneCellEach } from './cell-width.ts'
import { fitTable, gap, type TableFit } from './fit-table.ts'
import { cutMiddle, wrapText } from './fit-text.ts'
import { isMarked, mark } from './marks.ts'
import type { Cell, TableBlock, TableColumn } from './report.ts'
import { drawCards } from './text-cards.ts'

/** A table without borders that fits the canvas, or one card a row where no table does. */
export function drawTable(block: TableBlock, canvas: Canvas): string[] {
  const table = { ...block, rows: writeCells(block, canvas) }
  const sizes = table.columns.map((column, i) => {
    const title = canvas.cellWidth(column.title)
    const widest = table.rows.reduce((most, row) => Math.max(most, canvas.cellWidth(row[i]?.text ?? '')), 0)
    return { narrow: column.narrow, title, natural: Math.max(title, widest) }
  })
  const fit = fitTable(sizes, canvas.width - margin)
  return fit ? drawRows(table, fit, canvas) : drawCards(table, canvas)
}

/** Cells as they are printed, with their marks; in a column that has marks the words still start together. */
function writeCells({ columns, rows }: TableBlock, canvas: Canvas): Cell[][] {
  const hasMarks = columns.map((column, i) => rows.some(row => row[i] && isMarked(row[i], column)))
  return rows.map(row =>
    row.map((cell, i) => {
      const sign = hasMarks[i] ? `${mark(cell.tone) ?? ' '} ` : ''
      return { ...cell, text: cell.text === '' ? '' : canvas.safe(sign) + canvas.safe(cell.text) }
    }),
  )
}

function drawRows({ columns, rows }: TableBlock, { widths, below }: TableFit, canvas: Canvas): string[] {
  const shown = [...widths.keys()]
  const titles = shown.map(i => ({ text: canvas.safe(columns[i]?.title ?? ''), tone: 'dim' }) as const)
  const bodies = rows.map(row => bodyLines(row, columns, widths, canvas))
  const sides = rows.map(row => below.flatMap(i => sentenceLines(row[i], canvas)))
  const aligns = shown.map(i => columns[i]?.align ?? 'left')
  const lines = alignCells([titles, ...bodies.flat()], aligns, canvas)
  const [head = '', ...rest] = lines
  return [head, ...bodies.flatMap((body, i) => [...rest.splice(0, body.length), ...(sides[i] ?? [])])]
}

/** A row as the lines it takes: more than one where a sentence wraps. */
function bodyLines(
  row: readonly Cell[],
  columns: readonly TableColumn[],
  widths: ReadonlyMap<number, number>,
  canvas: Canvas,
): Cell[][] {
  const cells = [...widths].map(([i, width]) => {
    const { text, tone = 'plain' } = row[i] ?? { text: '' }
    const wraps = columns[i]?.narrow === 'wrap'
    const lines = wraps ? wrapText(text, width, canvas.cellWidth) : [cutMiddle(text, width, canvas)]
    return lines.map(line => ({ text: line, tone }))
  })
  const height = Math.max(...cells.map(lines => lines.length))
  return Array.from({ length: height }, (_, y) => cells.map(lines => lines[y] ?? { text: '' }))
}

function sentenceLines(cell: Cell | undefined, canvas: Canvas): string[] {
  if (cell === undefined || cell.text === '') return []
  const indent = ' '.repeat(margin + gap)
  const lines = wrapText(cell.text, canvas.width - indent.length, canvas.cellWidth)
  return lines.map(line => indent + canvas.paint(line, cell.tone))
}

/**
 * cli-table3 counts cells by an older Unicode and is wrong about Thai, Hindi and newer emoji. So it gets stand-ins
 * of the right width, which nobody miscounts, and gives the texts their places.
 */
function alignCells(rows: Cell[][], colAligns: TableColumn['align'][], canvas: Canvas): string[] {
  const standIn = '\ue000'
  const texts: string[] = []
  const table = new Table({ chars: borderless, style, colAligns })
  for (const row of rows) {
    const cells = row.map(({ text, tone }) => {
      const width = canvas.cellWidth(text)
      if (width > 0 && !isOneCellEach(text)) texts.push(text)
      return canvas.paint(isOneCellEach(text) ? text : standIn.repeat(width), tone)
    })
    table.push(cells)
  }
  const aligned = table.toString().replace(/\ue000+/g, () => texts.shift() ?? '')
  return aligned.split('\n').map(line => line.trimEnd())
}

const style = { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true }
const borderless = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: ' '.repeat(margin),
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(gap),
}
