import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MlregError } from '../errors.ts'

/** What a backup says of itself. Written last: a backup without it was never finished. */
export interface BackupManifest {
  readonly schema: 'mlreg.backup/1'
  readonly created: string
  /** The store's format: `PRAGMA user_version`. */
  readonly format: number
  readonly database: { readonly digest: string; readonly bytes: number }
  readonly blobs: { readonly files: number; readonly bytes: number }
  /** Digests of files that were damaged or missing in the store already. */
  readonly damaged: readonly string[]
}

export const manifestName = 'manifest.json'

/** Reads the manifest of a backup, and refuses what is none. */
export function readManifest(directory: string): BackupManifest {
  const file = join(directory, manifestName)
  const noBackup = (cause: unknown) =>
    new MlregError('bad-input', `${directory} is no finished backup: ${manifestName} cannot be read`, {
      hint: 'name a directory that "mlreg backup" made',
      cause,
    })
  let manifest: Partial<BackupManifest>
  try {
    manifest = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw noBackup(error)
  }
  if (manifest?.schema !== 'mlreg.backup/1' || !isWhole(manifest)) throw noBackup(undefined)
  return manifest
}

function isWhole(manifest: Partial<BackupManifest>): manifest is BackupManifest {
  const { database, blobs, damaged, format } = manifest
  return (
    typeof format === 'number' &&
    typeof database?.digest === 'string' &&
    typeof database.bytes === 'number' &&
    typeof blobs?.files === 'number' &&
    typeof blobs.bytes === 'number' &&
    Array.isArray(damaged)
  )
}
