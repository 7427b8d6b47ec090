import type { Canvas } from './canvas.ts'
import { type CellWidth, isOneCellEach } from './cell-width.ts'

/** Both ends of a text with an ellipsis between: names differ at either end. */
export function cutMiddle(text: string, width: number, { cellWidth, ellipsis }: Canvas): string {
  if (cellWidth(text) <= width) return text
  const characters = graphemes(text)
  const head = take(characters, Math.ceil((width - 1) / 2), cellWidth)
  const room = width - 1 - cellWidth(head.join(''))
  const tail = take(characters.reverse(), room, cellWidth).reverse()
  return [...head, ellipsis, ...tail].join('')
}

/** Lines of at most the width, broken at spaces, and inside a word only when it alone is too long; `whole` not even then. */
export function wrapText(
  text: string,
  width: number,
  cellWidth: CellWidth,
  words: 'broken' | 'whole' = 'broken',
): string[] {
  if (cellWidth(text) <= width) return [text]
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (cellWidth(longer) <= width) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = words === 'whole' ? [word] : breakWord(word, width, cellWidth)
    line = pieces.pop() ?? ''
    lines.push(...pieces)
  }
  return line === '' ? lines : [...lines, line]
}

function breakWord(word: string, width: number, cellWidth: CellWidth): string[] {
  if (cellWidth(word) <= width) return [word]
  const pieces: string[] = []
  for (let rest = graphemes(word); rest.length > 0; ) {
    const piece = take(rest, width, cellWidth)
    // A character wider than the whole width still has to go somewhere.
    if (piece.length === 0) piece.push(...rest.slice(0, 1))
    pieces.push(piece.join(''))
    rest = rest.slice(piece.length)
  }
  return pieces
}

function take(characters: readonly string[], width: number, cellWidth: CellWidth): string[] {
  let taken = 0
  const end = characters.findIndex(character => {
    taken += cellWidth(character)
    return taken > width
  })
  return characters.slice(0, end === -1 ? characters.length : end)
}

function graphemes(text: string): string[] {
  if (isOneCellEach(text)) return [...text]
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment)
}
