import { MlregError } from '../errors.ts'
import { type Migration, migrations } from './migrations.ts'
import type { Database } from './sqlite.ts'

/** `mlrg`: says that a SQLite file is a store. */
export const applicationId = 0x6d6c7267

// Two processes writing and checkpointing at once could damage a WAL database before 3.51.3.
const oldestSqlite = [3, 51, 3]

export function schemaVersion(database: Database): number {
  return database.pragma('user_version', { simple: true }) as number
}

/** Refuses, before anything is written, what is no store, what a newer mlreg made, and a SQLite with a known fault. */
export function refuseForeign(
  database: Database,
  directory: string,
  steps: readonly Migration[] = migrations,
): void {
  const version = schemaVersion(database)
  if (database.pragma('application_id', { simple: true }) !== applicationId || version === 0) {
    throw new MlregError('not-a-store', `${directory} holds a mlreg.db that mlreg did not make`, {
      hint: 'choose another directory with --store',
    })
  }
  refuseNewer(version, directory, steps)
  refuseOldSqlite(database)
}

export function refuseNewer(version: number, directory: string, steps: readonly Migration[]): void {
  if (version <= steps.length) return
  throw new MlregError(
    'store-too-new',
    `the store ${directory} has format ${version}, and this mlreg knows formats up to ${steps.length}`,
    { hint: 'install a newer mlreg; nothing was changed' },
  )
}

function refuseOldSqlite(database: Database): void {
  const text = database.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? ''
  const parts = text.split('.').map(Number)
  const differing = oldestSqlite.findIndex((part, i) => part !== (parts[i] ?? 0))
  if (differing === -1 || (parts[differing] ?? 0) > (oldestSqlite[differing] ?? 0)) return
  throw new MlregError('unavailable', `SQLite ${text} may damage a store that two processes write to`, {
    hint: `install mlreg with SQLite ${oldestSqlite.join('.')} or newer`,
  })
}
