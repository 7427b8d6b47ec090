import { type Dirent, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { blobFile, blobsDirectory, fanOut } from '../store/store-layout.ts'

/** What lies among the blobs: a file that could be one, or something that mlreg did not put there. */
export type StoredFile =
  | { readonly kind: 'blob'; readonly digest: string; readonly path: string }
  | { readonly kind: 'foreign'; readonly path: string }

const digestName = /^[0-9a-f]{64}$/

/**
 * Everything below `artifacts/`, by name. A directory that cannot be listed is an error, never an empty one: who
 * collects garbage would delete what he does not see, or who checks would miss it.
 */
export function* storedFiles(directory: string): Generator<StoredFile> {
  const blobs = blobsDirectory(directory)
  const root = join(directory, 'artifacts')
  for (const entry of list(root)) if (entry.name !== 'sha256') yield foreign(root, entry)
  for (const entry of list(blobs)) {
    if (entry.isDirectory() && fanOut.includes(entry.name)) yield* filesOf(directory, entry.name)
    else yield foreign(blobs, entry)
  }
}

function* filesOf(directory: string, prefix: string): Generator<StoredFile> {
  const folder = join(blobsDirectory(directory), prefix)
  for (const entry of list(folder)) {
    const isBlob = entry.isFile() && digestName.test(entry.name) && entry.name.startsWith(prefix)
    if (isBlob) yield { kind: 'blob', digest: entry.name, path: join(folder, entry.name) }
    else yield foreign(folder, entry)
  }
}

function foreign(folder: string, { name }: Dirent): StoredFile {
  return { kind: 'foreign', path: join(folder, name) }
}

function list(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Bytes of a blob's file; undefined when there is no regular file of that name. */
export function blobSize(directory: string, digest: string): number | undefined {
  const found = lstatSync(blobFile(directory, digest), { throwIfNoEntry: false })
  return found?.isFile() ? found.size : undefined
}
