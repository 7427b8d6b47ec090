import type { Engine } from '../data/engine.ts'
import type { OpenedWindow, WindowColumn } from '../data/window.ts'
import { bucketCounter } from './bucket-counter.ts'
import type { BucketCounts } from './bucket-counts.ts'

/** Counters that are filled at the same time, some 20 MB each at their fullest. */
const atOnce = 8

/** Counts numeric (or datetime) columns in their order, a few in each scan, whatever the length of the window. */
export async function* countColumns(
  engine: Engine,
  window: OpenedWindow,
  columns: readonly WindowColumn[],
): AsyncIterable<{ readonly name: string; readonly counts: BucketCounts }> {
  for (let at = 0; at < columns.length; at += atOnce) {
    const batch = columns.slice(at, at + atOnce)
    const counters = batch.map(() => bucketCounter())
    const expressions = batch.map(({ sql }) => `coalesce(${sql}, 'nan'::DOUBLE)`)
    for await (const chunk of engine.stream(`SELECT ${expressions.join(', ')} FROM ${window.relation}`)) {
      for (const [i, counter] of counters.entries()) {
        const { items } = chunk.getColumnVector(i) as unknown as { items: Float64Array }
        counter.add(items.subarray(0, chunk.rowCount))
      }
    }
    for (const [i, { name }] of batch.entries()) {
      const counts = counters[i]?.counts()
      if (counts?.rows !== window.rows)
        throw new Error(`${window.source}: not all of ${window.rows} rows arrived`)
      yield { name, counts }
    }
  }
}
