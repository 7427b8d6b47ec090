import { readFileSync, statSync } from 'node:fs'
import { MlregError } from '../errors.ts'
import { missingSteps, takeSteps } from './migrate.ts'
import { type Migration, migrations } from './migrations.ts'
import { distrust } from './open-store.ts'
import { refuseForeign } from './schema-version.ts'
import { type Database, loadSqlite } from './sqlite.ts'
import { asStoreError } from './sqlite-error.ts'
import type { Store } from './store.ts'
import { databaseFile } from './store-layout.ts'
import { busyTimeoutMs } from './write-transaction.ts'

/**
 * Opens the store in a directory for reading: never makes, migrates or locks one, and leaves no file behind. An older
 * schema is brought up to date in memory; so is a store on a full disk or where nothing may be written,
 * which SQLite would not open.
 */
export async function openForReading(
  directory: string,
  steps: readonly Migration[] = migrations,
): Promise<Store> {
  try {
    refuseMissing(directory)
    const database = await openAsIs(directory)
    try {
      refuseForeign(database, directory, steps)
      distrust(database)
      return storeOf(await upToDate(database, steps), directory)
    } catch (error) {
      database.close()
      throw error
    }
  } catch (error) {
    throw asStoreError(error, directory)
  }
}

function refuseMissing(directory: string): void {
  const bytes = statSync(databaseFile(directory), { throwIfNoEntry: false })?.size
  if (bytes === undefined) {
    throw new MlregError('not-found', `there is no store in ${directory}`, {
      hint: 'name one with --store or MLREG_STORE, or make one with "mlreg init"',
    })
  }
  if (bytes === 0) {
    throw new MlregError('not-a-store', `${databaseFile(directory)} is empty`, { hint: 'restore a backup' })
  }
}

/**
 * With a log beside it, a read-only connection reads both. Without one, such a connection would leave an empty log
 * behind; one that could write, and does not, removes its own.
 */
export async function openAsIs(directory: string): Promise<Database> {
  const Database = await loadSqlite()
  const file = databaseFile(directory)
  const hasLog = (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
  try {
    const database = new Database(file, { readonly: hasLog, timeout: busyTimeoutMs, fileMustExist: true })
    try {
      database.pragma('query_only = ON')
      database.prepare('SELECT 1 FROM sqlite_schema').get()
      return database
    } catch (error) {
      database.close()
      throw error
    }
  } catch (error) {
    if (!canNotWrite(error)) throw error
    if (hasLog) throw unreadable(directory, error)
    return new Database(withoutLog(readFileSync(file)))
  }
}

/** Where nothing may be written, or fits: SQLite makes a file beside the database to read one with a log. */
function canNotWrite(error: unknown): boolean {
  return /^SQLITE_(CANTOPEN|READONLY|IOERR_SHMSIZE|FULL)/.test(String((error as { code?: unknown }).code))
}

function unreadable(directory: string, cause: unknown): MlregError {
  return new MlregError('read-only', `the store ${directory} has a log that only a writable copy can show`, {
    hint: 'copy mlreg.db and mlreg.db-wal to a place that can be written, and name it with --store',
    cause,
  })
}

/** Bytes 18 and 19 of a database say that it has a write-ahead log; without one, the file alone is all of it. */
function withoutLog(bytes: Buffer): Buffer {
  bytes[18] = 1
  bytes[19] = 1
  return bytes
}

async function upToDate(database: Database, steps: readonly Migration[]): Promise<Database> {
  if (missingSteps(database, steps).length === 0) return database
  const Database = await loadSqlite()
  const copy = new Database(withoutLog(database.serialize()))
  database.close()
  takeSteps(copy, steps)
  copy.pragma('query_only = ON')
  return copy
}

function storeOf(database: Database, directory: string): Store {
  return {
    directory,
    database,
    write: () => {
      throw new MlregError('read-only', `the store ${directory} was opened for reading`)
    },
    close: () => database.close(),
  }
}
