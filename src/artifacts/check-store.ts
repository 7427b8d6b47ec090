import { relative } from 'node:path'
import { hasBlob, isReferenced, referencedBlobs, runsNeeding, versionsNeeding } from '../store/blob-rows.ts'
import { checkDatabase } from '../store/check-database.ts'
import type { Store } from '../store/store.ts'
import { blobFile } from '../store/store-layout.ts'
import { hashFile } from './hash-file.ts'
import { leftOverFiles } from './left-over-files.ts'
import { blobSize, storedFiles } from './stored-files.ts'

/** Something that is lost or wrong. */
export interface StoreProblem {
  readonly kind: 'missing' | 'corrupt' | 'size' | 'foreign' | 'database'
  readonly digest: string | null
  /** Relative to the store. */
  readonly path: string | null
  /** Ids of the runs that need it. */
  readonly runs: readonly string[]
  /** Versions that need it, as `churn/7`. */
  readonly models: readonly string[]
  /** One sentence. */
  readonly message: string
}

/** Something that is in nobody's way: `mlreg gc` removes it. */
export interface LeftOver {
  readonly kind: 'tmp' | 'orphan'
  readonly path: string
}

export interface StoreCheck {
  readonly checked: { readonly rows: number; readonly blobs: number; readonly bytes: number }
  /** Blobs whose bytes were read and hashed. */
  readonly read: number
  readonly problems: readonly StoreProblem[]
  readonly leftovers: readonly LeftOver[]
}

export interface CheckOptions {
  /** Whether the bytes of a blob are to be read as well. */
  readonly reads: (digest: string) => boolean
  readonly nowMs: number
  readonly onProgress?: (blobs: number) => void
}

/**
 * Compares the store's rows with its files. Writes nothing and takes no lock: what a writer or a collector changes
 * meanwhile is looked at again before it is called a problem.
 */
export function checkStore(store: Store, options: CheckOptions): StoreCheck {
  const { rows, problems: broken } = checkDatabase(store)
  if (broken.length > 0) {
    const problems = broken.map(message => ({ ...nothing, kind: 'database' as const, message }))
    return { checked: { rows, blobs: 0, bytes: 0 }, read: 0, problems, leftovers: [] }
  }
  const blobs = checkBlobs(store, options)
  const files = checkFiles(store)
  const temporary = leftOverFiles(store.directory, options.nowMs, 0)
  return {
    checked: { rows, blobs: blobs.count, bytes: blobs.bytes },
    read: blobs.read,
    problems: [...blobs.problems, ...files.problems],
    leftovers: [
      ...temporary.map(({ path }) => ({ kind: 'tmp' as const, path: relative(store.directory, path) })),
      ...files.orphans.map(path => ({ kind: 'orphan' as const, path })),
    ],
  }
}

const nothing = { digest: null, path: null, runs: [], models: [] }

function checkBlobs(store: Store, { reads, onProgress }: CheckOptions) {
  const problems: StoreProblem[] = []
  let [count, bytes, read] = [0, 0, 0]
  // Read out first: hashing takes long, and an open query would keep the log from being emptied.
  for (const blob of [...referencedBlobs(store)]) {
    const size = blobSize(store.directory, blob.digest)
    const reading = size === blob.bytes && reads(blob.digest)
    const found =
      size === blob.bytes
        ? reading
          ? wrongBytes(store, blob.digest)
          : undefined
        : wrongSize(size, blob.bytes)
    if (found !== undefined && isReferenced(store, blob.digest))
      problems.push(problem(store, blob.digest, found))
    count++
    bytes += blob.bytes
    if (reading) read++
    onProgress?.(count)
  }
  return { count, bytes, read, problems }
}

type Finding = Pick<StoreProblem, 'kind' | 'message'>

function wrongSize(size: number | undefined, expected: number): Finding {
  if (size === undefined) return { kind: 'missing', message: 'the stored bytes are not there' }
  return { kind: 'size', message: `${size} bytes are there, and ${expected} were stored` }
}

function wrongBytes({ directory }: Store, digest: string): Finding | undefined {
  try {
    return hashFile(blobFile(directory, digest)) === digest
      ? undefined
      : { kind: 'corrupt', message: 'the bytes are not those that were stored' }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return code === 'ENOENT'
      ? wrongSize(undefined, 0)
      : { kind: 'corrupt', message: `cannot be read: ${message}` }
  }
}

function problem(store: Store, digest: string, finding: Finding): StoreProblem {
  const path = relative(store.directory, blobFile(store.directory, digest))
  return {
    ...finding,
    digest,
    path,
    runs: runsNeeding(store, digest),
    models: versionsNeeding(store, digest),
  }
}

function checkFiles(store: Store) {
  const problems: StoreProblem[] = []
  const orphans: string[] = []
  for (const file of storedFiles(store.directory)) {
    const path = relative(store.directory, file.path)
    if (file.kind === 'foreign') {
      problems.push({ ...nothing, kind: 'foreign', path, message: 'mlreg did not put this here' })
    } else if (!hasBlob(store, file.digest)) {
      orphans.push(path)
    }
  }
  return { problems, orphans }
}
