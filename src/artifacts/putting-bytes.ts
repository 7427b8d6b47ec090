import { rm } from 'node:fs/promises'
import { insertBlob } from '../store/blob-rows.ts'
import type { Store } from '../store/store.ts'
import { placeBlobs } from './place-blobs.ts'
import { stageBytes } from './stage-file.ts'

/**
 * Runs the work in one transaction with the storing of some bytes, whose digest it is given: the bytes are durable
 * before a row names them. Without bytes the digest is null.
 */
export async function puttingBytes<T>(
  store: Store,
  bytes: Uint8Array | undefined,
  nowMs: number,
  work: (digest: string | null) => T,
): Promise<T> {
  if (bytes === undefined) return store.write(() => work(null))
  const staged = await stageBytes(store.directory, bytes)
  try {
    return store.write(() => {
      placeBlobs(store.directory, [staged])
      insertBlob(store, staged.digest, staged.bytes, nowMs)
      return work(staged.digest)
    })
  } finally {
    await rm(staged.temporary, { force: true })
  }
}
