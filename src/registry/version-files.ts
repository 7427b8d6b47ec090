import { createHash } from 'node:crypto'
import type { Artifact } from '../store/artifact-rows.ts'
import type { Store } from '../store/store.ts'
import type { Version } from './versions.ts'

/** Says which files a version consists of; their bytes are in `blobs`. */
export function putVersionFiles(
  { database }: Store,
  version: Version,
  files: readonly Omit<Artifact, 'bytes'>[],
): void {
  const insert = database.prepare(
    'INSERT INTO version_files (version, path, digest, media_type) VALUES (?, ?, ?, ?)',
  )
  for (const { path, digest, mediaType } of files) insert.run(version.row, path, digest, mediaType)
}

/** A version's files, by path in code point order; each path begins with the version's root. */
export function filesOfVersion({ database }: Store, version: Version): Artifact[] {
  return database
    .prepare<[number], { path: string; digest: string; bytes: number; media_type: string | null }>(
      `SELECT path, digest, bytes, media_type FROM version_files JOIN blobs USING (digest)
       WHERE version = ? ORDER BY path`,
    )
    .all(version.row)
    .map(({ media_type, ...file }) => ({ ...file, mediaType: media_type }))
}

/** Gives up a deleted version's hold on bytes. Which they were is told by its digest, and by the events. */
export function releaseBlobs({ database }: Store, { row }: Version): void {
  database.prepare('DELETE FROM version_files WHERE version = ?').run(row)
  database.prepare('UPDATE versions SET baseline = NULL, card = NULL WHERE id = ?').run(row)
  database.prepare('UPDATE checks SET report = NULL WHERE version = ?').run(row)
}

/**
 * What tells a model from any other: the SHA-256 of its one file, or of one line `digest  path` for each of its files,
 * by path in code point order, as `sha256sum` prints them from inside its directory.
 */
export function digestOfFiles(files: readonly Pick<Artifact, 'path' | 'digest'>[], root: string): string {
  const [first] = files
  if (files.length === 1 && first?.path === root) return first.digest
  const hash = createHash('sha256')
  const inside = files.map(({ path, digest }) => ({ path: path.slice(root.length + 1), digest }))
  for (const { path, digest } of inside.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    hash.update(`${digest}  ${path}\n`)
  }
  return hash.digest('hex')
}
