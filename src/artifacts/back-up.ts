import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { MlregError } from '../errors.ts'
import { referencedBlobs } from '../store/blob-rows.ts'
import { newId } from '../store/new-id.ts'
import { openForReading } from '../store/open-for-reading.ts'
import { schemaVersion } from '../store/schema-version.ts'
import { snapshotTo } from '../store/snapshot.ts'
import { asStoreError } from '../store/sqlite-error.ts'
import type { Store } from '../store/store.ts'
import { blobFile, blobsDirectory, databaseFile } from '../store/store-layout.ts'
import { makeDurableDirectory, syncDirectory, syncFile } from '../store/sync-directory.ts'
import { type BackupManifest, manifestName } from './backup-manifest.ts'
import { copyBlob } from './copy-blob.ts'
import { hashFile } from './hash-file.ts'

export interface BackupOptions {
  readonly nowMs: number
  /** Called after every file that was copied. */
  readonly onProgress?: (files: number) => void
}

/**
 * Copies a store that others may be writing to: rows first, then the files they name, every one hashed on the way, and
 * the manifest last. The directory gets its name when all of it is durable. Files that are damaged already are left out
 * and named. The caller keeps the collector away meanwhile.
 */
export async function backUp(store: Store, target: string, options: BackupOptions): Promise<BackupManifest> {
  refuseExisting(target)
  makeDurableDirectory(dirname(target))
  const unfinished = `${target}.${newId().slice(0, 12)}.tmp`
  mkdirSync(unfinished)
  try {
    const manifest = await fill(store, unfinished, options)
    writeFileSync(join(unfinished, manifestName), `${JSON.stringify(manifest, null, 2)}\n`)
    syncFile(join(unfinished, manifestName))
    syncDirectory(unfinished)
    refuseExisting(target)
    renameSync(unfinished, target)
    syncDirectory(dirname(target))
    return manifest
  } catch (error) {
    throw asStoreError(error, unfinished.replace(/\.[0-9a-f]+\.tmp$/, ''))
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}

function refuseExisting(target: string): void {
  if (!existsSync(target)) return
  throw new MlregError('already-exists', `${target} exists`, {
    hint: 'give each backup a directory of its own, such as "backup-$(date +%F)"',
  })
}

async function fill(
  store: Store,
  directory: string,
  { nowMs, onProgress }: BackupOptions,
): Promise<BackupManifest> {
  const file = databaseFile(directory)
  await snapshotTo(store, file)
  const copy = await openForReading(directory)
  try {
    const damaged: string[] = []
    let [files, bytes] = [0, 0]
    for (const blob of [...referencedBlobs(copy)]) {
      if (await copyIfWhole(store, directory, blob.digest)) {
        files++
        bytes += blob.bytes
      } else {
        damaged.push(blob.digest)
      }
      onProgress?.(files)
    }
    syncFolders(directory)
    return {
      schema: 'mlreg.backup/1',
      created: new Date(nowMs).toISOString(),
      format: schemaVersion(copy.database),
      database: { digest: hashFile(file), bytes: statSync(file).size },
      blobs: { files, bytes },
      damaged,
    }
  } finally {
    copy.close()
  }
}

async function copyIfWhole(store: Store, directory: string, digest: string): Promise<boolean> {
  const target = blobFile(directory, digest)
  mkdirSync(dirname(target), { recursive: true })
  try {
    await copyBlob(store.directory, digest, target)
    return true
  } catch (error) {
    if (error instanceof MlregError && error.code === 'corrupt') return false
    throw error
  }
}

function syncFolders(directory: string): void {
  const blobs = blobsDirectory(directory)
  mkdirSync(blobs, { recursive: true })
  for (let byte = 0; byte < 256; byte++) {
    const folder = join(blobs, byte.toString(16).padStart(2, '0'))
    if (existsSync(folder)) syncDirectory(folder)
  }
  for (const folder of [blobs, dirname(blobs)]) syncDirectory(folder)
}
