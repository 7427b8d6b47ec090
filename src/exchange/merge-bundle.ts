import { rm } from 'node:fs/promises'
import { placeBlobs } from '../artifacts/place-blobs.ts'
import { type Staged, stageParts } from '../artifacts/stage-file.ts'
import { insertBlob } from '../store/blob-rows.ts'
import type { Store } from '../store/store.ts'
import type { MergeContext } from './merge-context.ts'
import { mergeRecords } from './merge-records.ts'
import type { Merged } from './merged.ts'
import { type Bundle, checkEntry, verifyBundle } from './open-bundle.ts'

/**
 * Adds what a bundle holds to a store: all of it or nothing. Everything is checked, and every file copied and hashed,
 * before the lock is taken.
 */
export async function mergeBundle(
  store: Store,
  bundle: Bundle,
  context: Omit<MergeContext, 'source'>,
): Promise<Merged> {
  verifyBundle(bundle)
  const staged: Staged[] = []
  try {
    for (const entry of bundle.files) {
      staged.push(await stageParts(store.directory, onPart => checkEntry(bundle, entry, onPart)))
    }
    const source = { from: 'bundle', records: bundle.manifest.records.digest }
    return store.write(() => {
      for (const { digest, bytes } of staged) insertBlob(store, digest, bytes, context.nowMs)
      const merged = mergeRecords(store, bundle.records(), { ...context, source })
      // Last, since a conflict would leave them behind; the commit comes after it.
      placeBlobs(store.directory, staged)
      return merged
    })
  } finally {
    await Promise.all(staged.map(({ temporary }) => rm(temporary, { force: true })))
  }
}
