import { lstatSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { MlregError } from '../errors.ts'
import { type BlobRow, blobTotals, deleteBlob, hasBlob, unreferencedBlobs } from '../store/blob-rows.ts'
import { recordEvent } from '../store/events.ts'
import { livingPin } from '../store/pins.ts'
import type { Store } from '../store/store.ts'
import { blobFile, trashDirectory } from '../store/store-layout.ts'
import { leftOverFiles, removeLeftOver } from './left-over-files.ts'
import { storedFiles } from './stored-files.ts'

/** What is garbage, or was. */
export interface Garbage {
  readonly kind: 'blob' | 'orphan' | 'tmp'
  readonly path: string
  readonly bytes: number
}

/** What would be garbage, and stays for the time being. */
export interface Kept {
  readonly path: string
  readonly why: string
}

export interface GarbageFound {
  readonly garbage: readonly Garbage[]
  readonly kept: readonly Kept[]
  /** Blobs that something refers to. */
  readonly referenced: number
}

export interface CollectOptions {
  readonly nowMs: number
  readonly actor: string
  /** Collect even though nothing at all is referred to. */
  readonly forceEmpty: boolean
}

const dayMs = 86_400_000
/** No writer is to wait longer than for so many renames. */
const batch = 256

/** Finds what nothing refers to. Changes nothing and takes no lock. */
export function findGarbage(store: Store, nowMs: number): GarbageFound {
  const blobs = unreferencedBlobs(store).map(({ digest, bytes }) => ({
    kind: 'blob' as const,
    path: blobFile(store.directory, digest),
    bytes,
  }))
  const { orphans, kept } = findOrphans(store, nowMs)
  const temporary = leftOverFiles(store.directory, nowMs).map(({ path, bytes }) => ({
    kind: 'tmp' as const,
    path,
    bytes,
  }))
  return { garbage: [...blobs, ...orphans, ...temporary], kept, referenced: blobTotals(store).referenced }
}

/** Files without a row. Young ones stay a day: whoever put them there may have had a reason. */
function findOrphans(store: Store, nowMs: number) {
  const orphans: (Garbage & { kind: 'orphan' })[] = []
  const kept: Kept[] = []
  for (const file of storedFiles(store.directory)) {
    if (file.kind === 'foreign') {
      kept.push({ path: file.path, why: 'mlreg did not put it there' })
    } else if (!hasBlob(store, file.digest)) {
      const found = lstatSync(file.path, { throwIfNoEntry: false })
      if (found === undefined) continue
      if (nowMs - found.mtimeMs > dayMs) orphans.push({ kind: 'orphan', path: file.path, bytes: found.size })
      else kept.push({ path: file.path, why: 'no row names it, and it is not a day old' })
    }
  }
  return { orphans, kept }
}

/**
 * Removes what nothing refers to. Row and name go in one transaction under the lock that every writer needs, the bytes
 * later: a file that is put at the same moment is either seen to be needed or put again.
 */
export function collectGarbage(store: Store, options: CollectOptions): GarbageFound {
  refuseEmpty(store, options.forceEmpty)
  mkdirSync(trashDirectory(store.directory), { recursive: true })
  const { orphans, kept } = findOrphans(store, options.nowMs)
  const { referenced } = blobTotals(store)
  const collected: Garbage[] = []
  for (;;) {
    const blobs = store.write(() => collectBatch(store, options.nowMs))
    collected.push(...blobs)
    if (blobs.length < batch) break
  }
  for (let i = 0; i < orphans.length; i += batch) {
    collected.push(...store.write(() => collectOrphans(store, orphans.slice(i, i + batch), options.nowMs)))
  }
  const leftOver = leftOverFiles(store.directory, options.nowMs)
  leftOver.forEach(removeLeftOver)
  const trash = trashDirectory(store.directory)
  const temporary = leftOver.filter(({ path }) => !path.startsWith(join(trash, '/')))
  collected.push(...temporary.map(({ path, bytes }) => ({ kind: 'tmp' as const, path, bytes })))
  if (collected.length > 0) store.write(() => tell(store, collected, options))
  return { garbage: collected, kept, referenced }
}

/** A query that finds nothing is more often a mistake than an empty store. */
function refuseEmpty(store: Store, forced: boolean): void {
  const { blobs, referenced } = blobTotals(store)
  if (forced || blobs === 0 || referenced > 0) return
  throw new MlregError('conflict', `nothing refers to any of the ${blobs} stored files`, {
    hint: 'look at "mlreg runs" and "mlreg fsck"; --force-empty removes them all',
  })
}

function refusePinned(store: Store, nowMs: number): void {
  const purpose = livingPin(store, nowMs)
  if (purpose === undefined) return
  throw new MlregError('locked', `the store is being copied: ${purpose}`, {
    hint: 'try again when that has ended, ten minutes after it died at the latest',
  })
}

function collectBatch(store: Store, nowMs: number): Garbage[] {
  refusePinned(store, nowMs)
  return unreferencedBlobs(store, batch).map((blob: BlobRow) => {
    const path = blobFile(store.directory, blob.digest)
    deleteBlob(store, blob.digest)
    discard(store, path, blob.digest)
    return { kind: 'blob', path, bytes: blob.bytes }
  })
}

/** Rows are looked at again: under the lock, what has none is nobody's. */
function collectOrphans(store: Store, orphans: readonly Garbage[], nowMs: number): Garbage[] {
  refusePinned(store, nowMs)
  return orphans.filter(({ path }) => {
    const digest = path.slice(-64)
    if (hasBlob(store, digest)) return false
    discard(store, path, digest)
    return true
  })
}

function discard({ directory }: Store, path: string, digest: string): void {
  try {
    renameSync(path, join(trashDirectory(directory), digest))
  } catch (error) {
    // Its row was all that was left of it.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

function tell(store: Store, collected: readonly Garbage[], { nowMs, actor }: CollectOptions): void {
  const bytes = collected.reduce((total, one) => total + one.bytes, 0)
  recordEvent(store, {
    timeMs: nowMs,
    actor,
    action: 'store.gc',
    kind: 'store',
    subject: 'store',
    details: { files: collected.length, bytes },
  })
}
