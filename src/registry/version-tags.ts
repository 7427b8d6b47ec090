import type { Pair } from '../store/params.ts'
import type { Store } from '../store/store.ts'
import type { Version } from './versions.ts'

/** Gives a version tags; one that is there gets the new value. */
export function setVersionTags({ database }: Store, version: Version, tags: readonly Pair[]): void {
  const insert = database.prepare(
    `INSERT INTO version_tags (version, key, value) VALUES (?, ?, ?)
     ON CONFLICT (version, key) DO UPDATE SET value = excluded.value`,
  )
  for (const [key, value] of tags) insert.run(version.row, key, value)
}

/** A version's tags, by key. */
export function tagsOfVersion({ database }: Store, version: Version): Map<string, string> {
  const rows = database
    .prepare<[number], { key: string; value: string }>(
      'SELECT key, value FROM version_tags WHERE version = ? ORDER BY key',
    )
    .all(version.row)
  return new Map(rows.map(({ key, value }) => [key, value]))
}
