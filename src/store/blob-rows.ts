import { MlregError } from '../errors.ts'
import type { Store } from './store.ts'

export interface BlobRow {
  readonly digest: string
  readonly bytes: number
}

/** Every column that names a blob, as a query of digests: what is in none of them is garbage. */
const references = `
  SELECT digest FROM artifacts
  UNION SELECT profile FROM data_inputs WHERE profile IS NOT NULL
  UNION SELECT f.digest FROM version_files AS f JOIN versions AS v ON v.id = f.version WHERE v.lifecycle = 'active'
  UNION SELECT baseline FROM versions WHERE baseline IS NOT NULL AND lifecycle = 'active'
  UNION SELECT card FROM versions WHERE card IS NOT NULL AND lifecycle = 'active'
  UNION SELECT report FROM checks WHERE report IS NOT NULL`

/** All blobs that something refers to, by digest. */
export function referencedBlobs({ database }: Store): IterableIterator<BlobRow> {
  return database
    .prepare<[], BlobRow>(`SELECT digest, bytes FROM blobs WHERE digest IN (${references}) ORDER BY digest`)
    .iterate()
}

/** Blobs that nothing refers to, by digest. */
export function unreferencedBlobs({ database }: Store, limit = -1): BlobRow[] {
  return database
    .prepare<[number], BlobRow>(
      `SELECT digest, bytes FROM blobs WHERE digest NOT IN (${references}) ORDER BY digest LIMIT ?`,
    )
    .all(limit)
}

export function hasBlob({ database }: Store, digest: string): boolean {
  return database.prepare('SELECT 1 FROM blobs WHERE digest = ?').get(digest) !== undefined
}

export function isReferenced({ database }: Store, digest: string): boolean {
  return database.prepare(`SELECT 1 WHERE ? IN (${references})`).get(digest) !== undefined
}

export function deleteBlob({ database }: Store, digest: string): void {
  database.prepare('DELETE FROM blobs WHERE digest = ?').run(digest)
}

export function blobTotals({ database }: Store): { readonly blobs: number; readonly referenced: number } {
  return database
    .prepare<[], { blobs: number; referenced: number }>(
      `SELECT (SELECT count(*) FROM blobs) AS blobs, (SELECT count(*) FROM (${references})) AS referenced`,
    )
    .get() as { blobs: number; referenced: number }
}

/** Ids of the runs that need a blob. */
export function runsNeeding({ database }: Store, digest: string): string[] {
  return database
    .prepare<[string, string], string>(
      `SELECT DISTINCT runs.run_id FROM runs WHERE runs.id IN
       (SELECT run FROM artifacts WHERE digest = ? UNION SELECT run FROM data_inputs WHERE profile = ?)
       ORDER BY runs.id`,
    )
    .pluck()
    .all(digest, digest)
}

/** Versions of models that need a blob, as `churn/7`. */
export function versionsNeeding({ database }: Store, digest: string): string[] {
  return database
    .prepare<[string, string, string, string], string>(
      `SELECT m.name || '/' || v.version FROM versions AS v JOIN models AS m ON m.id = v.model
       WHERE v.lifecycle = 'active' AND (v.baseline = ? OR v.card = ?
         OR v.id IN (SELECT version FROM version_files WHERE digest = ?)
         OR v.id IN (SELECT version FROM checks WHERE report = ?))
       ORDER BY m.name, v.version`,
    )
    .pluck()
    .all(digest, digest, digest, digest)
}

/** Says in `blobs` that bytes are there. */
export function insertBlob({ database }: Store, digest: string, bytes: number, nowMs: number): void {
  database
    .prepare('INSERT INTO blobs (digest, bytes, created_ms) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
    .run(digest, bytes, nowMs)
}

/** How many bytes a blob has. */
export function blobBytes({ database }: Store, digest: string): number {
  const bytes = database
    .prepare<[string], number>('SELECT bytes FROM blobs WHERE digest = ?')
    .pluck()
    .get(digest)
  if (bytes !== undefined) return bytes
  throw new MlregError('corrupt', `the store does not know the bytes ${digest}, which a run names`, {
    hint: 'look for more with "mlreg fsck"',
  })
}
