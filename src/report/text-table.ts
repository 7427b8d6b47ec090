import { barText, longestBar, paintBar, shortestBar } from './bar-text.ts'
import { type Canvas, margin } from './canvas.ts'
import { fitTable, gap, type TableFit } from './fit-table.ts'
import { cutMiddle, wrapText } from './fit-text.ts'
import { isMarked, mark } from './marks.ts'
import type { Cell, TableBlock, TableColumn } from './report.ts'
import { areSparklines } from './sparkline.ts'
import { drawCards } from './text-cards.ts'

/** A table without borders that fits the canvas, or one card a row where no table does. */
export function drawTable(block: TableBlock, canvas: Canvas): string[] {
  const columns = block.columns.map(column => ({ ...column, title: canvas.safe(column.title) }))
  const table = { ...block, columns, rows: writeCells(block, canvas) }
  const sizes = table.columns.map((column, i) => {
    const title = canvas.cellWidth(column.title)
    const widest = table.rows.reduce((most, row) => Math.max(most, canvas.cellWidth(row[i]?.text ?? '')), 0)
    const isDrawn = areSparklines(block.rows.map(row => row[i]?.text ?? ''))
    const size = { narrow: column.narrow, title, natural: Math.max(title, widest), isDrawn }
    return block.rows.some(row => row[i]?.bar)
      ? { ...size, natural: Math.max(title, longestBar), least: shortestBar }
      : size
  })
  const fit = fitTable(sizes, canvas.width - margin)
  return fit
    ? [...drawRows(table, fit, canvas), ...leftOutLines(table, fit, canvas)]
    : drawCards(table, canvas)
}

/** A line that names the columns for which there was no room. */
function leftOutLines(
  { columns, leftOut }: TableBlock,
  { widths, below }: TableFit,
  canvas: Canvas,
): string[] {
  const left = columns.filter((_, i) => !widths.has(i) && !below.includes(i)).map(({ title }) => title)
  if (leftOut === undefined || left.length === 0) return []
  const named = left.slice(0, mostNamed).join(', ')
  const more = left.length > mostNamed ? ` and ${left.length - mostNamed} more` : ''
  const lines = wrapText(`not shown: ${named}${more} (${leftOut})`, canvas.width - margin, canvas.cellWidth)
  return lines.map(line => canvas.paint(' '.repeat(margin) + line, 'dim'))
}

const mostNamed = 10

/** Cells as they are printed, with their marks; in a column that has marks the words still start together. */
function writeCells({ columns, rows }: TableBlock, canvas: Canvas): Cell[][] {
  const hasMarks = columns.map((column, i) => rows.some(row => row[i] && isMarked(row[i], column)))
  return rows.map(row =>
    row.map((cell, i) => {
      const sign = hasMarks[i] ? `${mark(cell.tone) ?? ' '} ` : ''
      const text = cell.text === '' ? '' : canvas.safe(sign) + canvas.safe(cell.text)
      // What is not there should not catch the eye.
      return cell.text === '–' ? { tone: 'dim', ...cell, text } : { ...cell, text }
    }),
  )
}

function drawRows({ columns, rows }: TableBlock, { widths, below }: TableFit, canvas: Canvas): string[] {
  const titles = columns.map(({ title }) => ({ text: title, tone: 'dim' }) as const)
  const head = bodyLines(titles, columns, widths, canvas)
  const bodies = rows.map(row => bodyLines(row, columns, widths, canvas))
  const aligns = [...widths.keys()].map(i => columns[i]?.align ?? 'left')
  const lines = alignCells([...head, ...bodies.flat()], aligns, canvas).values()
  const next = (count: number) => Array.from({ length: count }, () => lines.next().value ?? '')
  const sentences = (row: readonly Cell[]) => below.flatMap(i => sentenceLines(row[i], canvas))
  return [
    ...next(head.length),
    ...rows.flatMap((row, i) => [...next(bodies[i]?.length ?? 0), ...sentences(row)]),
  ]
}

/** A row as the lines it takes: more than one where a sentence wraps. */
function bodyLines(
  row: readonly Cell[],
  columns: readonly TableColumn[],
  widths: ReadonlyMap<number, number>,
  canvas: Canvas,
): Cell[][] {
  const cells = [...widths].map(([i, width]) => {
    const { text, tone = 'plain', bar } = row[i] ?? { text: '' }
    if (bar) return [{ text: canvas.safe(barText(bar, width)), tone, bar }]
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

/** Columns as wide as their widest cell, which may be less than they were allowed. */
function alignCells(
  rows: readonly Cell[][],
  aligns: readonly TableColumn['align'][],
  canvas: Canvas,
): string[] {
  const sized = rows.map(row => row.map(cell => ({ ...cell, width: canvas.cellWidth(cell.text) })))
  const widths = aligns.map((_, i) => sized.reduce((most, row) => Math.max(most, row[i]?.width ?? 0), 0))
  return sized.map(row => {
    const cells = row.map(({ text, tone, width, bar }, i) => {
      const space = ' '.repeat((widths[i] ?? 0) - width)
      const painted = bar ? paintBar(text, bar, tone, canvas) : canvas.paint(text, tone)
      return aligns[i] === 'right' ? space + painted : painted + space
    })
    return (' '.repeat(margin) + cells.join(' '.repeat(gap))).trimEnd()
  })
}
