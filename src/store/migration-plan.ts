import { type Migration, migrations } from './migrations.ts'
import { openAsIs } from './open-for-reading.ts'
import { schemaVersion } from './schema-version.ts'

/** What separates a store from today's format. */
export interface MigrationPlan {
  readonly from: number
  readonly to: number
  readonly steps: readonly Pick<Migration, 'title' | 'additive'>[]
}

/** Reads a store's format without changing it. The caller has made sure that it is a store. */
export async function migrationPlan(
  directory: string,
  steps: readonly Migration[] = migrations,
): Promise<MigrationPlan> {
  const database = await openAsIs(directory)
  try {
    const from = schemaVersion(database)
    const missing = steps.slice(from).map(({ title, additive }) => ({ title, additive }))
    return { from, to: steps.length, steps: missing }
  } finally {
    database.close()
  }
}
