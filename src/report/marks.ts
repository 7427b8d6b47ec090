import type { Cell, TableColumn, Tone } from './report.ts'

// The second cue besides colour, for those who do not see it and for output that has none.
const marks: Partial<Record<Tone, string>> = { good: '✓', bad: '✗', warn: '!' }

/** The mark of a tone, or none: plain, strong and dim texts carry no judgement. */
export function mark(tone: Tone | undefined): string | undefined {
  return tone === undefined ? undefined : marks[tone]
}

/** Numbers are coloured only: a mark would break their alignment, and the verdict beside them says the same. */
export function isMarked(cell: Cell, column: TableColumn): boolean {
  return column.align === 'left' && cell.text !== '' && mark(cell.tone) !== undefined
}
