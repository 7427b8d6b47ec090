import { hypergeometricDraw, hypergeometricDrawTime } from './hypergeometric-draw.ts'

/** Beyond so many values a shuffled list of them is out of the cache. */
const shuffledAtMost = 100_000

/** Gives the first row of a random table at each call, in one array that the next call overwrites. */
type Draw = (columns: Float64Array, drawn: number, random: () => number) => () => Float64Array

/**
 * The faster way to draw tables of two rows with these sums of columns, the first row of which has `drawn` values: value by
 * value where that row is short, else column by column. `time` is about how many nanoseconds a table takes.
 */
export function tableDraw(columns: Float64Array, drawn: number): { time: number; draw: Draw } {
  const all = columns.reduce((sum, column) => sum + column, 0)
  const byColumn = columns.reduce((sum, column) => sum + hypergeometricDrawTime(column, drawn, all), 0)
  const byValue = all > shuffledAtMost ? Number.POSITIVE_INFINITY : 10 * drawn + 4 * columns.length
  return byValue < byColumn ? { time: byValue, draw: valueByValue } : { time: byColumn, draw: columnByColumn }
}

/** The first `drawn` of all values, shuffled (Fisher and Yates; R. Durstenfeld, Comm. ACM 7, 1964). */
function valueByValue(columns: Float64Array, drawn: number, random: () => number): () => Float64Array {
  const values = Uint32Array.from(Array.from(columns).flatMap((column, k) => Array(column).fill(k)))
  const row = new Float64Array(columns.length)
  return () => {
    row.fill(0)
    for (let i = 0; i < drawn; i++) {
      const at = i + Math.floor(random() * (values.length - i))
      const value = values[at] as number
      values[at] = values[i] as number
      values[i] = value
      row[value] = (row[value] as number) + 1
    }
    return row
  }
}

function columnByColumn(columns: Float64Array, drawn: number, random: () => number): () => Float64Array {
  const row = new Float64Array(columns.length)
  const all = columns.reduce((sum, column) => sum + column, 0)
  return () => {
    let [left, rest] = [drawn, all]
    for (let k = 0; k < columns.length; k++) {
      const column = columns[k] as number
      const count = rest === column ? left : hypergeometricDraw(column, left, rest, random)
      row[k] = count
      left -= count
      rest -= column
    }
    return row
  }
}
