import { lstatSync, renameSync, utimesSync } from 'node:fs'
import { dirname } from 'node:path'
import { blobFile } from '../store/store-layout.ts'
import { makeDurableDirectory, syncDirectory } from '../store/sync-directory.ts'
import type { Staged } from './stage-file.ts'

/**
 * Renames staged files to where their digest says, and makes the names durable. Runs under the write lock: what is
 * there now stays, since whoever collects garbage needs the lock too. Rows do not count, only what lies on the disk.
 */
export function placeBlobs(directory: string, staged: readonly Staged[]): void {
  const changed = new Set<string>()
  for (const { temporary, digest, bytes } of staged) {
    const final = blobFile(directory, digest)
    const existing = lstatSync(final, { throwIfNoEntry: false })
    if (existing?.isFile() && existing.size === bytes) {
      const now = new Date()
      utimesSync(final, now, now)
    } else {
      rename(temporary, final)
      changed.add(dirname(final))
    }
  }
  for (const folder of changed) syncDirectory(folder)
}

function rename(temporary: string, final: string): void {
  try {
    renameSync(temporary, final)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    makeDurableDirectory(dirname(final))
    renameSync(temporary, final)
  }
}
