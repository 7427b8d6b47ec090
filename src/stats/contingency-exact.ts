import { chiSquareUpper } from './chi-square-upper.ts'
import { fourfoldProbability, pearsonExact } from './fisher-exact.ts'
import { randomNumbers } from './random-numbers.ts'
import { tableDraw } from './table-draw.ts'

/** So many tables are gone through one by one, if no column but one has more values than this. */
const [enumeratedAtMost, valuesAtMost] = [10_000, 500]

/** Tables drawn at random: as many as some 5 ms allow; the fewest may take 15 ms, and beyond that none are drawn. */
export const drawnAtLeast = 999
const [drawnAtMost, nanoseconds, nanosecondsAtMost] = [9999, 5e6, 15e6]

/** Chi-squares this close count as equal: wider than the rounding of two equal ones. */
const tolerance = 1e-10

export interface ContingencyP {
  readonly p: number
  /** How many tables were drawn, when the answer rests on those. */
  readonly resamples?: number
}

/** What is given of a 2 × k table: the sums of its columns, of its rows, of all. */
interface Margins {
  readonly columns: Float64Array
  readonly rows: readonly [number, number]
  /** Of the smaller row. */
  readonly drawn: number
  readonly all: number
}

/** The table as seen from its smaller row: that row, the columns ascending in their sums. */
interface Table extends Margins {
  readonly row: Float64Array
}

/**
 * The p-value of Pearson's chi-square of a 2 × k table given its margins: of all ways to deal its values out to two rows of
 * their sizes, the share with a chi-square no smaller. It needs no expected count to be large.
 *
 * Exact for two columns and for as many tables as can be gone through; else (1 + as large ones)/(1 + drawn) of tables drawn
 * at random, the same ones for the same seed, which is valid at any number (B. Phipson and G. Smyth, 2010); where drawing
 * takes too long, as with hundreds of columns and thousands of values, the gamma law with chi-square's mean and variance
 * under the same condition (J. B. S. Haldane, Biometrika 31, 1940; R. B. Dawson, Biometrika 41, 1954). Swapping the rows
 * changes nothing, nor does the columns' order.
 */
export function contingencyExact(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  seed: number,
): ContingencyP {
  const margins = marginsOf(first, second)
  const k = margins.columns.length
  const chiSquare = chiSquareOf(first, second, margins.rows)
  if (k < 2 || chiSquare === 0) return { p: 1 }
  const { time, draw } = tableDraw(margins.columns, margins.drawn)
  if (k > 2 && time * drawnAtLeast > nanosecondsAtMost) return { p: gammaLaw(margins, chiSquare) }
  const table = tableOf(first, second, margins)
  const observed = distance(table) * (1 - tolerance)
  if (k === 2) return { p: pearsonExact(fourfold(table)) }
  if (countable(table)) return { p: Math.min(1, shareFrom(table, 0, table.drawn, table.all, observed)) }
  const tables = Math.max(drawnAtLeast, Math.min(drawnAtMost, Math.floor(nanoseconds / time)))
  const reached = countReached(table, observed, tables, draw(table.columns, table.drawn, randomNumbers(seed)))
  return { p: (1 + reached) / (1 + tables), resamples: tables }
}

/** Columns without a value are left out. */
function marginsOf(first: ArrayLike<number>, second: ArrayLike<number>): Margins {
  const columns = new Float64Array(first.length)
  let [n, m, k] = [0, 0, 0]
  for (let i = 0; i < first.length; i++) {
    const [a, b] = [first[i] as number, second[i] as number]
    n += a
    m += b
    if (a + b > 0) columns[k++] = a + b
  }
  return { columns: columns.subarray(0, k), rows: [n, m], drawn: Math.min(n, m), all: n + m }
}

function chiSquareOf(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  [n, m]: readonly [number, number],
): number {
  let sum = 0
  for (let i = 0; i < first.length; i++) {
    const [a, b] = [first[i] as number, second[i] as number]
    if (a + b > 0) sum += ((a * m - b * n) / (n * m)) ** 2 * ((n * m) / (a + b))
  }
  return sum
}

function tableOf(first: ArrayLike<number>, second: ArrayLike<number>, margins: Margins): Table {
  const [n, m] = margins.rows
  const cells = Array.from(first, (a, i) => ({ a, sum: a + (second[i] as number) }))
  const seen = cells.filter(({ sum }) => sum > 0).sort((x, y) => x.sum - y.sum)
  const row = Float64Array.from(seen, ({ a, sum }) => (n <= m ? a : sum - a))
  return { ...margins, columns: Float64Array.from(seen, ({ sum }) => sum), row }
}

function fourfold({ row: [a = 0, b = 0], columns: [first = 0, second = 0] }: Table) {
  return { a, b, c: first - a, d: second - b }
}

/** Chi-square times a constant: the sum over columns of (count - expected)² / column. */
function distance(table: Table): number {
  let total = 0
  for (let i = 0; i < table.row.length; i++) total += term(table, i, table.row[i] as number)
  return total
}

function term({ columns, drawn, all }: Table, index: number, count: number): number {
  const column = columns[index] as number
  return (count - column * (drawn / all)) ** 2 / column
}

/** Whether there are few tables. The last cell of a row follows from the others. */
function countable({ columns, drawn }: Table): boolean {
  let tables = 1
  for (const column of columns.subarray(0, -1)) {
    if (column > valuesAtMost) return false
    tables *= Math.min(column, drawn) + 1
    if (tables > enumeratedAtMost) return false
  }
  return true
}

/** The probability that the columns from `index` on, with `left` of `all` values to deal, add `missing` or more. */
function shareFrom(table: Table, index: number, left: number, all: number, missing: number): number {
  if (missing <= 0) return 1
  if (index === table.columns.length - 1) return term(table, index, left) >= missing ? 1 : 0
  const column = table.columns[index] as number
  const others = all - column
  const [first, last] = [Math.max(0, left - others), Math.min(column, left)]
  const start = { a: first, b: column - first, c: left - first, d: others - left + first }
  let probability = fourfoldProbability(start)
  let total = 0
  for (let count = first; count <= last; count++) {
    total +=
      probability * shareFrom(table, index + 1, left - count, others, missing - term(table, index, count))
    probability *= ((column - count) * (left - count)) / ((count + 1) * (others - left + count + 1))
  }
  return total
}

function countReached(
  { columns, drawn, all }: Table,
  observed: number,
  tables: number,
  next: () => Float64Array,
): number {
  const [expected, weight] = [
    columns.map(column => column * (drawn / all)),
    columns.map(column => 1 / column),
  ]
  let reached = 0
  for (let i = 0; i < tables; i++) {
    const row = next()
    let total = 0
    for (let k = 0; k < row.length; k++) {
      const excess = (row[k] as number) - (expected[k] as number)
      total += excess * excess * (weight[k] as number)
    }
    if (total >= observed) reached++
  }
  return reached
}

function gammaLaw({ columns, drawn, all }: Margins, chiSquare: number): number {
  const k = columns.length
  const rowSpread = (all / drawn + all / (all - drawn) - 4) / (all - 2)
  const columnSpread = (columns.reduce((total, column) => total + all / column, 0) - k * k) / (all - 2)
  const [rows, cells] = [(all - 2) / (all - 1), ((k - 1) * (all - k)) / (all - 1)]
  const mean = (all * (k - 1)) / (all - 1)
  const variance =
    ((2 * all) / (all - 3)) * (rows - rowSpread) * (cells - columnSpread) +
    ((all * all) / (all - 1)) * rowSpread * columnSpread
  return chiSquareUpper((2 * chiSquare * mean) / variance, (2 * mean * mean) / variance)
}
