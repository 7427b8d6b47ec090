import { MlregError } from '../errors.ts'
import { keysAbove, nameKey } from './name-clash.ts'
import type { Run } from './runs.ts'
import type { Store } from './store.ts'

/** A file of a run: a name and the bytes it stands for. */
export interface Artifact {
  /** Slashes between its parts; never a path of this machine. */
  readonly path: string
  readonly digest: string
  readonly bytes: number
  readonly mediaType: string | null
}

/** What putting a file did; `before` is the digest of the bytes that had the name. */
export interface ArtifactChange {
  readonly change: 'added' | 'replaced' | 'same'
  readonly before?: string
}

/**
 * Gives the bytes of a digest, which is in `blobs`, a name in a run. A name that is taken gets the new bytes; a name
 * that would be the same file, or a directory of one, where names are written out is a conflict.
 */
export function putArtifact(
  { database }: Store,
  run: Run,
  { path, digest, mediaType }: Omit<Artifact, 'bytes'>,
  nowMs: number,
): ArtifactChange {
  const key = nameKey(path)
  const taken = database
    .prepare<[number, string], { path: string; digest: string }>(
      'SELECT path, digest FROM artifacts WHERE run = ? AND name_key = ?',
    )
    .get(run.row, key)
  if (taken !== undefined && taken.path !== path) throw clash(run, path, taken.path)
  if (taken?.digest === digest) return { change: 'same' }
  if (taken === undefined) refuseNesting(database, run, path, key)
  database
    .prepare(
      `INSERT INTO artifacts (run, path, name_key, digest, media_type, created_ms) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (run, path) DO UPDATE
       SET digest = excluded.digest, media_type = excluded.media_type, created_ms = excluded.created_ms`,
    )
    .run(run.row, path, key, digest, mediaType, nowMs)
  return taken === undefined ? { change: 'added' } : { change: 'replaced', before: taken.digest }
}

/** `model` and `model/weights.bin` cannot both be files. */
function refuseNesting(database: Store['database'], run: Run, path: string, key: string): void {
  const other = database
    .prepare<[number, string, string, string], string>(
      `SELECT path FROM artifacts WHERE run = ?
       AND (name_key IN (SELECT value FROM json_each(?)) OR (name_key > ? AND name_key < ?)) LIMIT 1`,
    )
    .pluck()
    // '0' is what follows '/'.
    .get(run.row, JSON.stringify(keysAbove(key)), `${key}/`, `${key}0`)
  if (other !== undefined) throw clash(run, path, other)
}

function clash(run: Run, path: string, other: string): MlregError {
  return new MlregError(
    'conflict',
    `run ${run.id} has an artifact "${other}", beside which "${path}" cannot be`,
    {
      hint: 'give it another name with --as',
    },
  )
}

/** A run's files, by path in code point order. */
export function artifactsOf({ database }: Store, run: Run): Artifact[] {
  return database
    .prepare<[number], { path: string; digest: string; bytes: number; media_type: string | null }>(
      `SELECT path, digest, bytes, media_type FROM artifacts JOIN blobs USING (digest)
       WHERE run = ? ORDER BY path`,
    )
    .all(run.row)
    .map(({ media_type, ...artifact }) => ({ ...artifact, mediaType: media_type }))
}
