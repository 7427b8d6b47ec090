import { MlregError } from '../errors.ts'

/** Loads the native SQLite module, which has to be compiled for the Node.js that runs, and asks for its version. */
export async function sqliteVersion(): Promise<string> {
  try {
    const { default: Database } = await import('better-sqlite3')
    const database = new Database(':memory:')
    const version = database.prepare<[], string>('SELECT sqlite_version()').pluck().get()
    database.close()
    return version ?? 'unknown'
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
