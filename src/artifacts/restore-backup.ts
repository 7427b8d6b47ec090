import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { MlregError } from '../errors.ts'
import { referencedBlobs } from '../store/blob-rows.ts'
import { checkDatabase } from '../store/check-database.ts'
import { newId } from '../store/new-id.ts'
import { openForReading } from '../store/open-for-reading.ts'
import { blobFile, blobsDirectory, databaseFile, fanOut, temporaryDirectory } from '../store/store-layout.ts'
import { makeDurableDirectory, syncDirectory, syncFile } from '../store/sync-directory.ts'
import { type BackupManifest, readManifest } from './backup-manifest.ts'
import { copyBlob } from './copy-blob.ts'
import { hashFile } from './hash-file.ts'

/**
 * Makes a store of a backup, beside its place first: every file is hashed, the database is checked, and only then does
 * the store get its name. Never over something that is there.
 */
export async function restoreBackup(backup: string, target: string): Promise<BackupManifest> {
  const manifest = readManifest(backup)
  refuseExisting(target)
  refuseChangedDatabase(backup, manifest)
  makeDurableDirectory(dirname(target))
  const unfinished = `${target}.${newId().slice(0, 12)}.tmp`
  try {
    makeFolders(unfinished)
    copyFileSync(databaseFile(backup), databaseFile(unfinished))
    syncFile(databaseFile(unfinished))
    await copyBlobs(backup, unfinished, manifest)
    for (const folder of durable(unfinished)) syncDirectory(folder)
    refuseExisting(target)
    if (existsSync(target)) rmdirSync(target)
    renameSync(unfinished, target)
    syncDirectory(dirname(target))
    return manifest
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}

/** An empty directory may be taken. */
function refuseExisting(target: string): void {
  if (!existsSync(target) || isEmptyDirectory(target)) return
  throw new MlregError('already-exists', `${target} exists`, {
    hint: 'a backup is never restored over something: name a directory that does not exist',
  })
}

function isEmptyDirectory(path: string): boolean {
  try {
    return readdirSync(path).length === 0
  } catch {
    return false
  }
}

function refuseChangedDatabase(backup: string, { database }: BackupManifest): void {
  const file = databaseFile(backup)
  if (existsSync(file) && hashFile(file) === database.digest) return
  throw damaged(`${file} is not what the manifest says`)
}

function damaged(what: string): MlregError {
  return new MlregError('corrupt', `the backup is damaged: ${what}`, {
    hint: 'nothing was restored; try another backup',
  })
}

function makeFolders(directory: string): void {
  mkdirSync(temporaryDirectory(directory), { recursive: true })
  for (const name of fanOut) mkdirSync(join(blobsDirectory(directory), name), { recursive: true })
}

async function copyBlobs(backup: string, directory: string, manifest: BackupManifest): Promise<void> {
  const store = await openForReading(directory)
  try {
    const [problem] = checkDatabase(store).problems
    if (problem !== undefined) throw damaged(problem)
    const known = new Set(manifest.damaged)
    let files = 0
    for (const { digest } of [...referencedBlobs(store)]) {
      if (known.has(digest)) continue
      await copyBlob(backup, digest, blobFile(directory, digest), { untouched: true })
      files++
    }
    if (files !== manifest.blobs.files) throw damaged(`${files} of ${manifest.blobs.files} files are there`)
  } finally {
    store.close()
  }
}

function durable(directory: string): string[] {
  const blobs = blobsDirectory(directory)
  return [...fanOut.map(name => join(blobs, name)), blobs, dirname(blobs), directory]
}
