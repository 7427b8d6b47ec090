import { type Canvas, margin } from './canvas.ts'
import { formatNumber } from './numbers.ts'
import { drawLine, glyphs } from './pixels.ts'
import type { ChartBlock } from './report.ts'

// An odd number, so that the middle has a row.
const plotRows = 13
// Where nobody says how wide, as in a pipe.
const usualWidth = 80
const narrowestPlot = 8

interface Signs {
  readonly tick: string
  readonly side: string
  readonly corner: string
  readonly floor: string
  readonly nan: string
  readonly high: string
  readonly low: string
}

const signs: Signs = { tick: '┤', side: '│', corner: '└', floor: '─', nan: '×', high: '▲', low: '▼' }
const asciiSigns: Signs = { tick: '+', side: '|', corner: '+', floor: '-', nan: 'x', high: '^', low: 'v' }

/**
 * A line through points in the order given: dots of Braille, or asterisks in ASCII. A value that is NaN leaves a gap and
 * a cross on the axis; an infinite one is an arrow at the edge.
 */
export function drawChart(block: ChartBlock, canvas: Canvas): string[] {
  const sign = canvas.ascii ? asciiSigns : signs
  const finite = block.points.filter(({ y }) => Number.isFinite(y)).map(({ y }) => y)
  const [low, high] = rangeOf(finite)
  const labels = finite.length === 0 ? [] : ticks(low, high).map(formatNumber)
  const labelWidth = labels.reduce((most, label) => Math.max(most, label.length), 0)
  const width = Number.isFinite(canvas.width) ? canvas.width : usualWidth
  const columns = Math.max(narrowestPlot, width - margin - labelWidth - 2)
  const rows = plot(block, { columns, low, high, sign, ascii: canvas.ascii })
  const indent = ' '.repeat(margin)
  const left = (text: string, mark: string) =>
    canvas.paint(`${indent}${text.padStart(labelWidth)} ${mark}`, 'dim')
  const floor = floorOf(block, columns, sign)
  const beside = ' '.repeat(margin + labelWidth + 2)
  return [
    ...rows.map((row, i) => {
      const label = labels[tickRows.indexOf(i)]
      return (left(canvas.safe(label ?? ''), label === undefined ? sign.side : sign.tick) + row).trimEnd()
    }),
    left('', sign.corner) + canvas.paint(floor, 'dim'),
    canvas.paint((beside + feet(block, columns, canvas)).trimEnd(), 'dim'),
  ]
}

const tickRows = [0, Math.round((plotRows - 1) / 2), plotRows - 1]

/** The values at the rows that have a label, from the top. */
function ticks(low: number, high: number): number[] {
  return tickRows.map(row => {
    const share = 1 - row / (plotRows - 1)
    // Rounded to the range, so that the middle of 0 and 1 is no 0.5454545.
    const digits = Math.max(0, 3 - Math.floor(Math.log10(high / 2 - low / 2)))
    const value = low * (1 - share) + high * share
    return digits > 15 ? value : Number(value.toFixed(Math.min(20, digits)))
  })
}

/** From the least to the greatest, widened where they are the same. */
function rangeOf(values: readonly number[]): [low: number, high: number] {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity)
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity)
  if (low < high) return [low, high]
  if (low > high) return [0, 1]
  // A tenth of the least numbers is nothing, and of the greatest too much.
  const tenth = Math.abs(low) * 0.1
  const room = tenth > 0 ? tenth : 1
  return [Math.max(low - room, -Number.MAX_VALUE), Math.min(high + room, Number.MAX_VALUE)]
}

interface Frame {
  readonly columns: number
  readonly low: number
  readonly high: number
  readonly sign: Signs
  readonly ascii: boolean
}

/** The rows between the axes, from the top. */
function plot({ points }: ChartBlock, { columns, low, high, sign, ascii }: Frame): string[] {
  const glyph = ascii ? glyphs.ascii : glyphs.braille
  const [width, height] = [columns * glyph.across, plotRows * glyph.down]
  const pixels = new Uint8Array(width * height)
  const xOf = placer(
    points.map(({ x }) => x),
    width,
  )
  let previous: readonly [number, number] | undefined
  const arrows: { row: number; column: number; text: string }[] = []
  for (const { x, y } of points) {
    if (!Number.isFinite(y)) {
      previous = undefined
      const column = Math.floor(xOf(x) / glyph.across)
      if (y === Infinity) arrows.push({ row: 0, column, text: sign.high })
      if (y === -Infinity) arrows.push({ row: plotRows - 1, column, text: sign.low })
      continue
    }
    const share = share01(y, low, high)
    const point = [xOf(x), Math.round((1 - share) * (height - 1))] as const
    drawLine(pixels, width, previous ?? point, point)
    previous = point
  }
  const cells = Array.from({ length: plotRows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => glyph.draw(pixels, width, row, column)),
  )
  for (const { row, column, text } of arrows) (cells[row] as string[])[column] = text
  return cells.map(row => row.join(''))
}

/** By halves where the range is infinite, as between huge numbers of different signs. */
function share01(value: number, low: number, high: number): number {
  const range = high - low
  if (Number.isFinite(range)) return (value - low) / range
  return (value / 2 - low / 2) / (high / 2 - low / 2)
}

/** Gives the pixel of an x. */
function placer(values: readonly number[], width: number): (x: number) => number {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity)
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity)
  if (!(high > low)) return () => Math.floor(width / 2)
  return x => Math.round(share01(x, low, high) * (width - 1))
}

/** The axis, with a cross where a value is NaN. */
function floorOf({ points }: ChartBlock, columns: number, sign: Signs): string {
  const xOf = placer(
    points.map(({ x }) => x),
    columns,
  )
  const cells = Array.from({ length: columns }, () => sign.floor)
  for (const { x, y } of points) if (Number.isNaN(y)) cells[xOf(x)] = sign.nan
  return cells.join('')
}

/** What is at both ends of the axis, and its name between them where there is room. */
function feet({ ends, label }: ChartBlock, columns: number, canvas: Canvas): string {
  const [left, right] = ends.map(canvas.safe) as [string, string]
  const name = canvas.safe(label)
  const room = columns - left.length - right.length
  if (room < 1) return left
  if (room < name.length + 2) return left + ' '.repeat(room) + right
  const before = Math.floor((room - name.length) / 2)
  return left + ' '.repeat(before) + name + ' '.repeat(room - name.length - before) + right
}
