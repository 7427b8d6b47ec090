import { type Canvas, margin } from './canvas.ts'
import { gap } from './fit-table.ts'
import { wrapText } from './fit-text.ts'
import type { Cell, TableBlock } from './report.ts'

const indent = ' '.repeat(margin + gap)

/** One card a row, for terminals too narrow for a table: its name, then its figures as `title value`, then sentences. */
export function drawCards({ columns, rows }: TableBlock, canvas: Canvas): string[] {
  const isSentence = (i: number) => columns[i]?.narrow === 'wrap'
  return rows.flatMap(row => {
    const [name, ...others] = row.map((cell, i) => ({ ...cell, i })).filter(cell => cell.text !== '')
    if (name === undefined) return []
    const figures = others.filter(({ i }) => !isSentence(i) && columns[i]?.narrow !== 'drop')
    const titled = figures.map(cell => ({ ...cell, title: columns[cell.i]?.title ?? '' }))
    const sentences = others.filter(({ i }) => isSentence(i))
    return [
      ...paragraph({ ...name, tone: 'strong' }, ' '.repeat(margin), canvas),
      ...flow(titled, canvas),
      ...sentences.flatMap(cell => paragraph(cell, indent, canvas)),
    ]
  })
}

function paragraph({ text, tone }: Cell, indent: string, canvas: Canvas): string[] {
  const lines = wrapText(text, canvas.width - indent.length, canvas.cellWidth)
  return lines.map(line => indent + canvas.paint(line, tone))
}

/** Figures one after the other, as many on a line as fit. */
function flow(figures: readonly (Cell & { readonly title: string })[], canvas: Canvas): string[] {
  const lines: string[] = []
  let line = ''
  let left = 0
  for (const { title, text, tone } of figures) {
    const width = gap + canvas.cellWidth(`${title} ${text.trimStart()}`)
    const painted = `${canvas.paint(title, 'dim')} ${canvas.paint(text.trimStart(), tone)}`
    if (line !== '' && width <= left) {
      line += ' '.repeat(gap) + painted
      left -= width
      continue
    }
    if (line !== '') lines.push(line)
    line = indent + painted
    left = canvas.width - indent.length + gap - width
    if (left >= 0) continue
    lines.push(...paragraph({ text: `${title} ${text.trimStart()}`, ...(tone && { tone }) }, indent, canvas))
    line = ''
  }
  return line === '' ? lines : [...lines, line]
}
