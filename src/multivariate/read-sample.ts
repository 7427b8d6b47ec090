import type { Chunk, Engine } from '../data/engine.ts'
import type { OpenedWindow, WindowColumn } from '../data/window.ts'
import { chooseSome } from '../stats/choose-some.ts'
import type { Sample, SampledColumn } from './sample.ts'

export interface SampleRequest {
  /** Columns of the window, numeric ones and ones of categories. */
  readonly columns: readonly WindowColumn[]
  /** Rows drawn at most; of a window that has no more, all are taken. */
  readonly most: number
  readonly seed: number
}

/**
 * Draws rows of a window: by their position, which the engine keeps, so that the same file gives the same rows whatever
 * the number of threads. Every row is read and few are kept, since no format of ours has an index to rows.
 */
export async function readSample(
  engine: Engine,
  window: OpenedWindow,
  { columns, most, seed }: SampleRequest,
): Promise<Sample> {
  const places = chooseSome(window.rows, most, seed)
  if (columns.length === 0) return { of: window.rows, rows: places.length, columns: [] }
  const drawn = columns.map(({ name, kind }): SampledColumn => {
    if (kind === 'numeric') return { name, kind, values: new Float64Array(places.length) }
    return { name, kind: 'categorical', values: new Array<string | null>(places.length).fill(null) }
  })
  const expressions = columns.map(({ sql, kind }) =>
    kind === 'numeric' ? `coalesce(${sql}, 'nan'::DOUBLE)` : sql,
  )
  let [row, taken] = [0, 0]
  for await (const chunk of engine.stream(`SELECT ${expressions.join(', ')} FROM ${window.relation}`)) {
    const from = taken
    const end = row + chunk.rowCount
    while (taken < places.length && (places[taken] as number) < end) taken++
    const offsets = places.subarray(from, taken).map(place => place - row)
    for (const [i, column] of drawn.entries()) if (offsets.length > 0) keep(chunk, i, column, offsets, from)
    row = end
  }
  if (row !== window.rows) throw new Error(`${window.source}: ${row} of ${window.rows} rows arrived`)
  return { of: window.rows, rows: places.length, columns: drawn }
}

function keep(chunk: Chunk, i: number, column: SampledColumn, offsets: Uint32Array, at: number): void {
  const vector = chunk.getColumnVector(i)
  const { values } = column as unknown as { values: (string | number | null)[] }
  for (const [k, offset] of offsets.entries())
    values[at + k] = vector.getItem(offset) as string | number | null
}
