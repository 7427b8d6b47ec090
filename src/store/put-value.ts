import { checkKey } from './key.ts'
import { checkLength, type Pair } from './params.ts'
import type { Run } from './runs.ts'
import type { Store } from './store.ts'

export type ValueTable = 'params' | 'tags'

/** Gives a param or tag a value, another one too, and gives the one it had. For corrections, which leave an event. */
export function putValue(
  { database }: Store,
  run: Run,
  table: ValueTable,
  [key, value]: Pair,
): string | undefined {
  const kind = table === 'params' ? 'param' : 'tag'
  checkKey(kind, key)
  checkLength(kind, key, value)
  const before = recordedValue(database, run, table, key)
  database
    .prepare(
      `INSERT INTO ${table} (run, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
    )
    .run(run.row, key, value)
  return before
}

/** Removes a param or tag, and gives the value it had. */
export function takeValue({ database }: Store, run: Run, table: ValueTable, key: string): string | undefined {
  const before = recordedValue(database, run, table, key)
  database.prepare(`DELETE FROM ${table} WHERE run = ? AND key = ?`).run(run.row, key)
  return before
}

function recordedValue(
  database: Store['database'],
  run: Run,
  table: ValueTable,
  key: string,
): string | undefined {
  return database
    .prepare<[number, string], string>(`SELECT value FROM ${table} WHERE run = ? AND key = ?`)
    .pluck()
    .get(run.row, key)
}
