import { loadSqlite } from './sqlite.ts'
import type { Store } from './store.ts'
import { syncFile } from './sync-directory.ts'

/**
 * Writes all that is committed to a new file that needs no log beside it, so that it can be read where nothing may be
 * written. Pins stay behind: whoever placed them is not copying the copy.
 */
export async function snapshotTo(store: Store, file: string): Promise<void> {
  store.database.pragma('query_only = OFF')
  store.database.prepare('VACUUM INTO ?').run(file)
  const Database = await loadSqlite()
  const copy = new Database(file, { fileMustExist: true })
  try {
    copy.pragma('synchronous = FULL')
    copy.exec('DELETE FROM pins')
  } finally {
    copy.close()
  }
  syncFile(file)
}
