import type { CellWidth } from './cell-width.ts'
import type { Paint } from './paint.ts'

/** What text is drawn on: so wide, in these colours, with this way to write a string safely. */
export interface Canvas {
  readonly width: number
  /** Whether signs of our own have to be ASCII. */
  readonly ascii: boolean
  /** One cell, where something was left out. */
  readonly ellipsis: string
  readonly cellWidth: CellWidth
  readonly paint: Paint
  /** Text as the user gave it, safe for a terminal and, if asked for, in ASCII. */
  readonly safe: (text: string) => string
}

/** Texts start here; the marks of headings and notes hang in the margin. */
export const margin = 2
