import { join } from 'node:path'
import { loadSqlite } from '../../../src/store/sqlite.ts'
import type { Workspace } from '../tracking/workspace.ts'

/** Every row of every table of the workspace's own store, as text. */
export async function allRows(work: Workspace): Promise<string> {
  const Database = await loadSqlite()
  const database = new Database(join(work.directory, '.mlreg/mlreg.db'), { readonly: true })
  const tables = database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .pluck()
    .all()
  const rows = tables.flatMap(table => [
    table,
    ...database
      .prepare(`SELECT * FROM "${table}"`)
      .all()
      .map(row => JSON.stringify(row)),
  ])
  database.close()
  return rows.join('\n')
}
