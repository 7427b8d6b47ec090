import type { OpeningDatabase } from './data/database.ts'

/**
 * The whole program for `bin/`, which may be opening DuckDB already, by `openDatabase` of data/database.ts without options.
 */
export async function load(opening?: OpeningDatabase) {
  if (opening !== undefined) (await import('./data/database.ts')).takeOver(opening)
  const { main } = await import('./main.ts')
  const { processIo } = await import('./process-io.ts')
  return { main, processIo }
}
