import type { Engine } from '../data/engine.ts'
import type { OpenedWindow, WindowColumn } from '../data/window.ts'

/** Columns of one query: few queries, and little memory for windows of thousands of columns. */
const columnsAtOnce = 250

/**
 * The first rows of some columns, numeric ones and ones of categories, in the order of the files; as many as the window
 * has where it has fewer. A null number is NaN; a category is a code, the same for equal ones and for nulls.
 */
export async function* leadingRows(
  engine: Engine,
  window: OpenedWindow,
  columns: readonly WindowColumn[],
  most: number,
): AsyncIterable<readonly [name: string, values: Float64Array]> {
  for (let from = 0; from < columns.length; from += columnsAtOnce) {
    const some = columns.slice(from, from + columnsAtOnce)
    const sql = `SELECT ${some.map(expression).join(', ')} FROM ${window.relation} LIMIT ${most}`
    const chunks = await engine.chunks(sql)
    const rows = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0)
    for (const [i, { name }] of some.entries()) {
      const values = new Float64Array(rows)
      let at = 0
      for (const chunk of chunks) {
        const { items } = chunk.getColumnVector(i) as unknown as { items: Float64Array }
        values.set(items.subarray(0, chunk.rowCount), at)
        at += chunk.rowCount
      }
      yield [name, values]
    }
  }
}

function expression({ kind, sql }: WindowColumn): string {
  return kind === 'numeric' ? `coalesce(${sql}, 'nan'::DOUBLE)` : `CAST(hash(${sql}) AS DOUBLE)`
}
