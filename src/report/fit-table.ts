import type { TableColumn } from './report.ts'

/** A column, how wide its title and its widest cell are, and whether it is a column of sparklines. */
export interface ColumnSize {
  readonly narrow: TableColumn['narrow']
  readonly title: number
  readonly natural: number
  readonly isDrawn: boolean
  /** Of bars, which can be drawn at any width: the least that says something. */
  readonly least?: number
}

/** Which columns stand side by side and how wide, and which go on lines of their own below each row. */
export interface TableFit {
  readonly widths: ReadonlyMap<number, number>
  readonly below: readonly number[]
}

export const gap = 2

// Narrower than this a sentence is a column of single words, and a name is better off with fewer columns beside it.
const readable = 24
const shortestName = 8

/**
 * The first arrangement that fits: everything side by side; the sentences below their rows; the same two with fewer
 * and fewer of the optional columns; names cut short. None when not even that fits.
 */
export function fitTable(sizes: readonly ColumnSize[], width: number): TableFit | undefined {
  const all = sizes.map((_, column) => column)
  const sentences = all.filter(column => sizes[column]?.narrow === 'wrap')
  const selections = droppingColumns(sizes)
  const fewest = selections.at(-1) ?? []
  for (const selection of selections) {
    for (const below of [[], sentences]) {
      const columns = selection.filter(column => !below.includes(column))
      const fit = distribute(sizes, columns, width, readable)
      if (fit) return { widths: fit, below }
    }
  }
  const names = fewest.filter(column => !sentences.includes(column))
  const fit = distribute(sizes, names, width, shortestName)
  return fit && { widths: fit, below: sentences }
}

/** All columns, then as few less as possible, the rightmost leaving first. */
function droppingColumns(sizes: readonly ColumnSize[]): number[][] {
  let columns = sizes.map((_, column) => column)
  const selections = [columns]
  const groups = optionalColumns(sizes)
  while (groups.length > 0) {
    const smallestFirst = groups.toSorted((a, b) => a.length - b.length)
    for (const group of smallestFirst) selections.push(columns.filter(column => !group.includes(column)))
    const rightmost = groups.shift() ?? []
    columns = columns.filter(column => !rightmost.includes(column))
  }
  return selections
}

/** What may leave, from the right: a column alone, but neighbouring sparklines together, which say nothing apart. */
function optionalColumns(sizes: readonly ColumnSize[]): number[][] {
  const groups: number[][] = []
  for (let column = sizes.length - 1; column >= 0; column--) {
    if (sizes[column]?.narrow !== 'drop') continue
    const right = groups.at(-1)
    const isPair = right?.[0] === column + 1 && sizes[column]?.isDrawn && sizes[column + 1]?.isDrawn
    if (isPair) right.unshift(column)
    else groups.push([column])
  }
  return groups
}

/** Every column its least width, and what is left to the narrowest of those that want more. */
function distribute(sizes: readonly ColumnSize[], columns: readonly number[], width: number, least: number) {
  const widths = new Map(columns.map(column => [column, leastWidth(sizes[column], least)]))
  let left = width - gap * (columns.length - 1)
  for (const taken of widths.values()) left -= taken
  if (left < 0) return undefined
  for (; left > 0; left--) {
    const wanting = columns.filter(column => (widths.get(column) ?? 0) < (sizes[column]?.natural ?? 0))
    if (wanting.length === 0) break
    const narrowest = wanting.reduce((a, b) => ((widths.get(b) ?? 0) < (widths.get(a) ?? 0) ? b : a))
    widths.set(narrowest, (widths.get(narrowest) ?? 0) + 1)
  }
  return widths
}

function leastWidth(size: ColumnSize | undefined, least: number): number {
  if (size === undefined) return 0
  if (size.least !== undefined) return Math.min(size.natural, Math.max(size.title, size.least))
  const isFlexible = size.narrow === 'shrink' || size.narrow === 'wrap'
  return isFlexible ? Math.min(size.natural, Math.max(size.title, least)) : size.natural
}
