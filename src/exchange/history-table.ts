import { pointsOf } from '../store/run-rows.ts'
import type { Store } from '../store/store.ts'
import type { Table } from './table.ts'

/** A row a point: every value that any metric of the runs ever had. */
export function historyTable(store: Store, rows: readonly number[]): Table {
  return {
    columns: [
      { name: 'run', type: 'text' },
      { name: 'key', type: 'text' },
      { name: 'step', type: 'integer' },
      { name: 'time', type: 'time' },
      { name: 'value', type: 'number' },
    ],
    *rows() {
      for (const { run, key, step, timeMs, value } of pointsOf(store, rows)) {
        yield [run, key, step, timeMs, value]
      }
    },
  }
}
