import { linkSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { MlregError } from '../errors.ts'
import { takeSteps } from './migrate.ts'
import { type Migration, migrations } from './migrations.ts'
import { newId } from './new-id.ts'
import { applicationId } from './schema-version.ts'
import { loadSqlite } from './sqlite.ts'
import { blobsDirectory, databaseFile, fanOut, ownNames, temporaryDirectory } from './store-layout.ts'
import { makeDurableDirectory, syncDirectory, syncFile } from './sync-directory.ts'

/**
 * Makes a store, or finds that another process just did (false). The database is built under another name and linked
 * into place when it is whole and durable: nobody ever opens half of one.
 */
export async function createStore(
  directory: string,
  steps: readonly Migration[] = migrations,
): Promise<boolean> {
  makeDurableDirectory(directory)
  refuseStrangers(directory)
  makeDirectories(directory)
  const built = join(temporaryDirectory(directory), `${newId()}.db`)
  try {
    await buildDatabase(built, steps)
    return place(built, databaseFile(directory), directory)
  } finally {
    for (const ending of ['', '-wal', '-shm']) rmSync(built + ending, { force: true })
  }
}

/** A wrong --store must not fill somebody's directory with ours. */
function refuseStrangers(directory: string): void {
  const stranger = readdirSync(directory).find(name => !ownNames.test(name))
  if (stranger === undefined) return
  throw new MlregError(
    'not-a-store',
    `${directory} is no store and holds other files, such as "${stranger}"`,
    {
      hint: 'name an empty directory, or one that does not exist yet',
    },
  )
}

/** All directories for blobs at once: placing a blob then needs no new directory, and no sync of the one above. */
function makeDirectories(directory: string): void {
  mkdirSync(temporaryDirectory(directory), { recursive: true })
  const blobs = blobsDirectory(directory)
  for (const name of fanOut) mkdirSync(join(blobs, name), { recursive: true })
  for (const parent of [blobs, join(directory, 'artifacts'), directory]) syncDirectory(parent)
}

async function buildDatabase(file: string, steps: readonly Migration[]): Promise<void> {
  const Database = await loadSqlite()
  const database = new Database(file)
  try {
    database.pragma('synchronous = FULL')
    database.pragma(`application_id = ${applicationId}`)
    database.transaction(() => takeSteps(database, steps)).immediate()
    // Kept in the file: whoever opens it finds the mode it is to have.
    database.pragma('journal_mode = WAL')
  } finally {
    database.close()
  }
  syncFile(file)
}

function place(built: string, file: string, directory: string): boolean {
  const created = link(built, file)
  syncDirectory(directory)
  return created
}

/** A link, unlike a rename, never takes the place of a store that another process has made meanwhile. */
function link(built: string, file: string): boolean {
  // What a power failure or a mistyped redirection leaves: the caller has been told that it may be replaced.
  if (statSync(file, { throwIfNoEntry: false })?.size === 0) {
    renameSync(built, file)
    return true
  }
  try {
    linkSync(built, file)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    // Some file systems have no links.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code ?? '')) throw error
    renameSync(built, file)
    return true
  }
}
