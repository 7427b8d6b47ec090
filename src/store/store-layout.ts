import { join } from 'node:path'

/** The name of the directory that is looked for upward from the working directory. */
export const storeName = '.mlreg'

export function databaseFile(directory: string): string {
  return join(directory, 'mlreg.db')
}

/** Where files are copied to before they are renamed into place: on the same file system, so that they can be. */
export function temporaryDirectory(directory: string): string {
  return join(directory, 'tmp')
}

/** Where bytes go that are not what their name says. */
export function quarantineDirectory(directory: string): string {
  return join(directory, 'quarantine')
}

/** Where collected bytes wait for their removal, outside the lock. */
export function trashDirectory(directory: string): string {
  return join(directory, 'trash')
}

export function blobsDirectory(directory: string): string {
  return join(directory, 'artifacts', 'sha256')
}

/** `artifacts/sha256/ab/abcdef…` of a digest in hexadecimal. */
export function blobFile(directory: string, digest: string): string {
  return join(blobsDirectory(directory), digest.slice(0, 2), digest)
}

/** The first two digits of every digest. */
export const fanOut: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
)

/** What may lie in a store: a directory with anything else in it is no half-made store. */
export const ownNames =
  /^(mlreg\.db(-wal|-shm|-journal)?|artifacts|tmp|trash|quarantine|backups|hooks|spool)$/
