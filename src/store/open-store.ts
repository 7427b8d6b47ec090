import { statSync } from 'node:fs'
import { MlregError } from '../errors.ts'
import { createStore } from './create-store.ts'
import { migrate, missingSteps } from './migrate.ts'
import { type Migration, migrations } from './migrations.ts'
import { networkFileSystem } from './network-file-system.ts'
import { refuseForeign, refuseNewer, schemaVersion } from './schema-version.ts'
import { type Database, loadSqlite } from './sqlite.ts'
import { asStoreError } from './sqlite-error.ts'
import type { Store } from './store.ts'
import { databaseFile } from './store-layout.ts'
import { busyTimeoutMs, type Waiting, writeTransaction } from './write-transaction.ts'

export interface WriteAccess extends Waiting {
  /** Open a store on a network file system all the same, without the write-ahead log that would be damaged there. */
  readonly allowNetwork: boolean
  /** Take an empty file for a store that is to be made: for `mlreg init`. */
  readonly replaceEmpty?: boolean
  /** Take steps too that change what data mean: for `mlreg migrate --apply`. */
  readonly drastic?: boolean
  /** Called when the store had to be made. */
  onCreate?(): void
}

/** Opens the store in a directory for reading and writing; makes it when there is none, and migrates an older one. */
export async function openStore(
  directory: string,
  access: WriteAccess,
  steps: readonly Migration[] = migrations,
): Promise<Store> {
  try {
    await createIfMissing(directory, access, steps)
    const database = await connect(directory)
    try {
      refuseForeign(database, directory, steps)
      configure(database, access.allowNetwork ? networkFileSystem(directory) : undefined, directory)
      if (missingSteps(database, steps).length > 0) await migrate(database, directory, access, steps)
    } catch (error) {
      database.close()
      throw error
    }
    return storeOf(database, directory, access, steps)
  } catch (error) {
    throw asStoreError(error, directory)
  }
}

async function createIfMissing(
  directory: string,
  access: WriteAccess,
  steps: readonly Migration[],
): Promise<void> {
  const bytes = statSync(databaseFile(directory), { throwIfNoEntry: false })?.size
  if (bytes === undefined || (bytes === 0 && access.replaceEmpty)) {
    if (await createStore(directory, steps)) access.onCreate?.()
  } else if (bytes === 0) {
    throw new MlregError('not-a-store', `${databaseFile(directory)} is empty`, {
      hint: 'restore a backup, or have "mlreg init" make a new store of it',
    })
  }
  refuseNetwork(directory, access.allowNetwork)
}

/** The shared memory of a write-ahead log is one machine's: two hosts would damage the store. */
function refuseNetwork(directory: string, allowed: boolean): void {
  const name = allowed ? undefined : networkFileSystem(directory)
  if (name === undefined) return
  throw new MlregError('network-fs', `the store ${directory} is on a network file system (${name})`, {
    hint: 'put it on a local disk, such as MLREG_STORE=/var/lib/mlreg; --allow-network-fs if one host writes',
  })
}

async function connect(directory: string): Promise<Database> {
  const Database = await loadSqlite()
  return new Database(databaseFile(directory), { timeout: busyTimeoutMs, fileMustExist: true })
}

function configure(database: Database, network: string | undefined, directory: string): void {
  const wanted = network === undefined ? 'wal' : 'truncate'
  const mode = database.pragma(`journal_mode = ${wanted}`, { simple: true })
  if (mode !== wanted) {
    throw new MlregError('network-fs', `the file system of the store ${directory} cannot share memory`, {
      hint: 'put it on a local disk, such as MLREG_STORE=/var/lib/mlreg; --allow-network-fs if one host writes',
    })
  }
  // better-sqlite3 is compiled for NORMAL, with which a power failure takes back what was acknowledged.
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  distrust(database)
  database.pragma('journal_size_limit = 67108864')
  // Without these a Mac's fsync stops at the drive's own cache.
  database.pragma('fullfsync = ON')
  database.pragma('checkpoint_fullfsync = ON')
}

/** A damaged or prepared file gets no function to call and no pages to be believed. */
export function distrust(database: Database): void {
  database.pragma('trusted_schema = OFF')
  database.pragma('cell_size_check = ON')
  database.pragma('mmap_size = 0')
  database.pragma('temp_store = MEMORY')
}

function storeOf(
  database: Database,
  directory: string,
  waiting: Waiting,
  steps: readonly Migration[],
): Store {
  // A newer mlreg may migrate between two transactions of this one.
  const check = () => {
    const version = schemaVersion(database)
    refuseNewer(version, directory, steps)
    if (version < steps.length) {
      throw new MlregError('conflict', `the store ${directory} was replaced by an older one meanwhile`)
    }
  }
  return {
    directory,
    database,
    write: work => {
      try {
        return writeTransaction(database, waiting, check, work)
      } catch (error) {
        throw asStoreError(error, directory)
      }
    },
    close: () => database.close(),
  }
}
