import { type Canvas, margin } from './canvas.ts'
import { gap } from './fit-table.ts'
import { wrapText } from './fit-text.ts'
import type { Block } from './report.ts'

type Fields = Extract<Block, { type: 'fields' }>['rows']

const between = ' '.repeat(gap)

/** Labels and values in columns; where they do not fit, the values follow each other and wrap. */
export function drawFields(fields: Fields, canvas: Canvas): string[] {
  const rows = fields.map(row => row.map(canvas.safe))
  const widths: number[] = []
  for (const row of rows) {
    for (const [i, text] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, canvas.cellWidth(text))
  }
  const label = widths[0] ?? 0
  const pad = (text: string, width = 0) => text + ' '.repeat(Math.max(0, width - canvas.cellWidth(text)))
  const aligned = rows.map(([, ...values]) =>
    values
      .map((value, i) => pad(value, widths[i + 1]))
      .join(between)
      .trimEnd(),
  )
  const room = canvas.width - margin - label - gap
  const fits = aligned.every(line => canvas.cellWidth(line) <= room)
  return rows.flatMap(([name = '', ...values], row) => {
    const lines = fits
      ? [aligned[row] ?? '']
      : wrapText(values.join(between), Math.max(room, 1), canvas.cellWidth)
    return lines.map((line, i) => {
      const head = ' '.repeat(margin) + (i === 0 ? canvas.paint(pad(name, label), 'dim') : ' '.repeat(label))
      return `${head}${between}${line}`.trimEnd()
    })
  })
}
