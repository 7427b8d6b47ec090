import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Engine } from '../data/engine.ts'
import { freeBytes, isNoSpace, noSpace, requireSpace } from '../data/temporary-space.ts'
import type { OpenedWindow, WindowColumn } from '../data/window.ts'
import { aheadOfUse } from './ahead-of-use.ts'
import { exactDistinct } from './exact-distinct.ts'
import type { ParkedColumn } from './parked-column.ts'
import type { ProfileInput } from './profiler.ts'
import { type ValueParker, valueParker } from './value-parker.ts'

export interface Parking extends Pick<ParkedColumn, 'mostHeld'> {
  /** Values of a part: 32 bytes each are in memory when it is sorted. */
  readonly partValues: number
  /** Called with further rows that have been read of so many columns. */
  report(rows: number, columns: number): void
}

/** Columns of one scan, as handing over a chunk costs as much as handing over the columns in it; twice as many in files. */
const mostAtOnce = 2
/** Rows that the cuts are drawn from. Only the sizes of the parts depend on them, and no answer. */
const sampleRows = 2 ** 18

/** Puts numeric columns of a window down in files, in their order: the next few while those before are in use. */
export async function* parkColumns(
  engine: Engine,
  window: OpenedWindow,
  columns: readonly WindowColumn[],
  parking: Parking,
): AsyncIterable<ProfileInput> {
  // Three batches may be there at the same time: one being put down, one waiting and one in use.
  const fitting = Math.floor(freeBytes(engine.scratch()) / (3 * 8 * window.rows))
  const atOnce = Math.max(1, Math.min(mostAtOnce, fitting))
  const batches = Array.from({ length: Math.ceil(columns.length / atOnce) }, (_, i) =>
    columns.slice(i * atOnce, (i + 1) * atOnce),
  )
  const park = (batch: readonly WindowColumn[]) => parkBatch(engine, window, batch, parking)
  if (fitting > 0) yield* aheadOfUse(batches, park)
  else for (const batch of batches) yield* await park(batch)
}

async function parkBatch(
  engine: Engine,
  window: OpenedWindow,
  columns: readonly WindowColumn[],
  { partValues, mostHeld, report }: Parking,
): Promise<ProfileInput[]> {
  const expressions = columns.map(({ sql }) => `coalesce(${sql}, 'nan'::DOUBLE)`)
  const samples = await sample(engine, window, expressions)
  const cuts = samples.map(values => cutsOf(values, Math.ceil(window.rows / partValues)))
  const stored = samples.reduce((sum, values, i) => sum + storedShare(values, cuts[i] as Float64Array), 0)
  requireSpace(engine.scratch(), stored * 8 * window.rows, window.source)
  const parkers: ValueParker[] = []
  try {
    for (const each of cuts) parkers.push(valueParker(join(engine.scratch(), randomUUID()), each, mostHeld))
    await fill(engine, window, expressions, parkers, rows => report(rows, columns.length))
    const parked = parkers.map(parker => parker.finish())
    const colliding = columns.filter((column, i) => column.exactSql && (parkers[i]?.largest ?? 0) >= 2 ** 53)
    const distinct = await exactDistinct(engine, window, colliding)
    return columns.map(({ name }, i) => {
      const input = { name, parked: parked[i] as ParkedColumn }
      const count = distinct.get(name)
      return count === undefined ? input : { ...input, distinct: count }
    })
  } catch (error) {
    for (const parker of parkers) parker.abandon()
    throw isNoSpace(error) ? noSpace(engine.scratch(), window.source, error) : error
  }
}

async function fill(
  engine: Engine,
  window: OpenedWindow,
  expressions: readonly string[],
  parkers: readonly ValueParker[],
  report: (rows: number) => void,
): Promise<void> {
  let row = 0
  for await (const chunk of engine.stream(`SELECT ${expressions.join(', ')} FROM ${window.relation}`)) {
    for (const [i, parker] of parkers.entries()) {
      const { items } = chunk.getColumnVector(i) as unknown as { items: Float64Array }
      parker.add(items.length === chunk.rowCount ? items : items.subarray(0, chunk.rowCount))
    }
    row += chunk.rowCount
    report(chunk.rowCount)
  }
  if (row !== window.rows) throw new Error(`${window.source}: ${row} of ${window.rows} rows arrived`)
}

/** Some finite values of each column, ascending. */
async function sample(
  engine: Engine,
  { relation }: OpenedWindow,
  expressions: readonly string[],
): Promise<Float64Array[]> {
  const chunks = await engine.chunks(
    `SELECT ${expressions.join(', ')} FROM ${relation} USING SAMPLE reservoir(${sampleRows} ROWS) REPEATABLE (1)`,
  )
  const drawn = chunks.reduce((sum, { rowCount }) => sum + rowCount, 0)
  return expressions.map((_, i) => {
    const values = new Float64Array(drawn)
    let at = 0
    for (const chunk of chunks) {
      const { items } = chunk.getColumnVector(i) as unknown as { items: Float64Array }
      values.set(items.subarray(0, chunk.rowCount), at)
      at += chunk.rowCount
    }
    return values.filter(Number.isFinite).sort()
  })
}

/** Values of the sample that cut it into so many parts of about one size; one that repeats often is a single cut. */
function cutsOf(ascending: Float64Array, parts: number): Float64Array<ArrayBuffer> {
  if (ascending.length === 0) return new Float64Array(0)
  const at = (k: number) => (ascending[Math.floor((k * ascending.length) / parts)] as number) + 0
  return Float64Array.from(new Set(Array.from({ length: parts - 1 }, (_, k) => at(k + 1))))
}

/** Which part of the values is not equal to a cut, going by the sample. */
function storedShare(ascending: Float64Array, cuts: Float64Array): number {
  const known = new Set(cuts)
  return ascending.length === 0 ? 0 : ascending.filter(value => !known.has(value)).length / ascending.length
}
