import { type Canvas, margin } from './canvas.ts'
import { gap } from './fit-table.ts'
import { wrapText } from './fit-text.ts'
import type { Block } from './report.ts'

type Fields = Extract<Block, { type: 'fields' }>['rows']

// Beside a long label a value would be a column of syllables; below it there is room.
const readable = 16

/** Labels and values in columns; where those are too wide, one value a line beside or below the label. */
export function drawFields(fields: Fields, canvas: Canvas): string[] {
  const rows = fields.map(([label, ...values]) => ({
    label: canvas.safe(label),
    values: values.map(canvas.safe),
  }))
  const labels = alignTexts(
    rows.map(({ label }) => [label]),
    canvas,
  )
  const aligned = alignTexts(
    rows.map(({ values }) => values),
    canvas,
  )
  const labelWidth = Math.max(0, ...labels.map(canvas.cellWidth))
  const room = canvas.width - margin - labelWidth - gap
  const fits = aligned.every(line => canvas.cellWidth(line) <= room)
  return rows.flatMap(({ label, values }, i) => {
    if (fits) return besideLabel(label, [aligned[i] ?? ''], labelWidth, canvas)
    if (room < readable) return belowLabel(label, values, canvas)
    return besideLabel(label, wrapAll(values, room, canvas), labelWidth, canvas)
  })
}

function besideLabel(label: string, lines: readonly string[], labelWidth: number, canvas: Canvas): string[] {
  const space = ' '.repeat(labelWidth - canvas.cellWidth(label) + gap)
  const below = ' '.repeat(margin + labelWidth + gap)
  const head = ' '.repeat(margin) + canvas.paint(label, 'dim') + space
  return lines.map((line, i) => ((i === 0 ? head : below) + line).trimEnd())
}

function belowLabel(label: string, values: readonly string[], canvas: Canvas): string[] {
  const labels = wrapAll([label], canvas.width - margin, canvas)
  const lines = wrapAll(values, canvas.width - margin - gap, canvas)
  return [
    ...labels.map(line => ' '.repeat(margin) + canvas.paint(line, 'dim')),
    ...lines.map(line => ' '.repeat(margin + gap) + line),
  ]
}

function wrapAll(texts: readonly string[], width: number, { cellWidth }: Canvas): string[] {
  return texts.filter(text => text !== '').flatMap(text => wrapText(text, width, cellWidth))
}

function alignTexts(rows: readonly (readonly string[])[], { cellWidth }: Canvas): string[] {
  const widths: number[] = []
  for (const row of rows) {
    for (const [i, text] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cellWidth(text))
  }
  const pad = (text: string, i: number) => text + ' '.repeat((widths[i] ?? 0) - cellWidth(text))
  return rows.map(row => row.map(pad).join(' '.repeat(gap)).trimEnd())
}
