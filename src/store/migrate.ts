import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { MlregError } from '../errors.ts'
import { type Migration, migrations } from './migrations.ts'
import { newId } from './new-id.ts'
import { refuseNewer, schemaVersion } from './schema-version.ts'
import { type Database, loadSqlite } from './sqlite.ts'
import { databaseFile } from './store-layout.ts'
import { makeDurableDirectory, syncDirectory, syncFile } from './sync-directory.ts'
import { type Waiting, writeTransaction } from './write-transaction.ts'

/** Takes the steps that are missing, inside a transaction that the caller has begun. */
export function takeSteps(database: Database, steps: readonly Migration[] = migrations): void {
  for (const step of steps.slice(schemaVersion(database))) database.exec(step.sql)
  database.pragma(`user_version = ${steps.length}`)
}

/** The steps that a store has not been through. */
export function missingSteps(
  database: Database,
  steps: readonly Migration[] = migrations,
): readonly Migration[] {
  return steps.slice(schemaVersion(database))
}

/**
 * Brings an existing store to today's schema in one transaction, after a copy of it was kept as
 * `backups/mlreg.v<version>.db`. Steps that change what data mean are left to `mlreg migrate`.
 */
export async function migrate(
  database: Database,
  directory: string,
  waiting: Waiting & { readonly drastic?: boolean },
  steps: readonly Migration[] = migrations,
): Promise<void> {
  const drastic = missingSteps(database, steps).find(step => !step.additive)
  if (drastic !== undefined && waiting.drastic !== true) {
    throw new MlregError('conflict', `the store ${directory} needs a migration: ${drastic.title}`, {
      hint: 'run "mlreg migrate", which says what it would do, and then "mlreg migrate --apply"',
    })
  }
  const Database = await loadSqlite()
  writeTransaction(
    database,
    waiting,
    () => refuseNewer(schemaVersion(database), directory, steps),
    () => {
      // Another process may have been faster.
      if (missingSteps(database, steps).length === 0) return
      keepCopy(new Database(databaseFile(directory), { fileMustExist: true }), directory)
      takeSteps(database, steps)
    },
  )
}

/** A second connection reads what the first one holds locked: exactly the state before the first step. */
function keepCopy(database: Database, directory: string): void {
  const backups = join(directory, 'backups')
  makeDurableDirectory(backups)
  const copy = join(backups, `mlreg.v${schemaVersion(database)}.db`)
  const unfinished = `${copy}.${newId()}.tmp`
  try {
    database.prepare('VACUUM INTO ?').run(unfinished)
    syncFile(unfinished)
    renameSync(unfinished, copy)
    syncDirectory(backups)
  } finally {
    rmSync(unfinished, { force: true })
    database.close()
  }
}
