import type BetterSqlite3 from 'better-sqlite3'
import { MlregError } from '../errors.ts'

export type Database = BetterSqlite3.Database

/** Loads the native SQLite module, which has to be compiled for the Node.js that runs. */
export async function loadSqlite(): Promise<typeof BetterSqlite3> {
  try {
    const { default: Database } = await import('better-sqlite3')
    // The binary itself is loaded by the first connection.
    new Database(':memory:').close()
    return Database
  } catch (error) {
    throw new MlregError(
      'unavailable',
      `SQLite cannot be loaded: ${(error as Error).message.split('\n')[0]}`,
      {
        hint: 'run "npm rebuild better-sqlite3" with the Node.js that runs mlreg',
        cause: error,
      },
    )
  }
}

/** The version of the SQLite library that is compiled in. */
export async function sqliteVersion(): Promise<string> {
  const Database = await loadSqlite()
  const database = new Database(':memory:')
  const version = database.prepare<[], string>('SELECT sqlite_version()').pluck().get()
  database.close()
  return version ?? 'unknown'
}
