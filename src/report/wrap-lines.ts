import { type CellWidth, loadCellWidth } from './cell-width.ts'
import { wrapText } from './fit-text.ts'

// More than lists are indented by below the line that heads them.
const step = 4

/**
 * Escaped lines, each with its end, of at most the width in cells: broken at spaces and never inside a word, since a
 * longer one is a path or an id to be copied. What goes on is indented four further than where it began.
 */
export async function wrapLines(text: string, width: number): Promise<string> {
  if (width === Infinity) return text
  const cellWidth = await loadCellWidth(text.replaceAll('\n', ''))
  const lines = text.split('\n').flatMap(line => wrapLine(line, width, cellWidth))
  return lines.join('\n')
}

function wrapLine(line: string, width: number, cellWidth: CellWidth): string[] {
  if (cellWidth(line) <= width) return [line]
  const words = line.trimStart()
  const indent = line.length - words.length
  const lines = wrapText(words, Math.max(1, width - indent - step), cellWidth, 'whole')
  return lines.map((one, i) => ' '.repeat(i === 0 ? indent : indent + step) + one)
}
