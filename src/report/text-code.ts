import { escapeText } from '../terminal/escape.ts'
import { type Canvas, margin } from './canvas.ts'
import { gap } from './fit-table.ts'
import { wrapText } from './fit-text.ts'

/** Each code on a line of its own below its label, as it is: a terminal that wraps it gives it back whole. */
export function drawCode(
  rows: readonly (readonly [label: string, code: string])[],
  canvas: Canvas,
): string[] {
  return rows.flatMap(([label, code]) => [
    ...wrapText(canvas.safe(label), canvas.width - margin, canvas.cellWidth).map(
      line => ' '.repeat(margin) + canvas.paint(line, 'dim'),
    ),
    ' '.repeat(margin + gap) + escapeText(code),
  ])
}
