import { statfsSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { MlregError } from '../errors.ts'
import type { Artifact } from '../store/artifact-rows.ts'
import { insertBlob } from '../store/blob-rows.ts'
import { nameClashes } from '../store/name-clash.ts'
import { asStoreError } from '../store/sqlite-error.ts'
import type { Store } from '../store/store.ts'
import { artifactName } from './artifact-name.ts'
import { mediaType } from './media-type.ts'
import { placeBlobs } from './place-blobs.ts'
import { type Staged, stageBytes, stageFile } from './stage-file.ts'

/** A file to keep: a name, and a file of this machine or the bytes themselves. */
export interface ArtifactSource {
  readonly name: string
  readonly from: string | Uint8Array
}

// Room for the log and for whatever else the machine does meanwhile.
const reserveBytes = 64 * 2 ** 20
const parallel = 16

/**
 * Stores files and runs the work in one transaction: all of it or nothing. The files are copied and hashed side by side
 * before the lock is taken; the work is given them in the order of the sources, in place and in `blobs`.
 */
export async function puttingFiles<T>(
  store: Store,
  sources: readonly ArtifactSource[],
  { nowMs, follow = false }: { readonly nowMs: number; readonly follow?: boolean },
  work: (files: Artifact[]) => T,
): Promise<T> {
  const named = sources.map(source => ({ ...source, name: artifactName(source.name) }))
  refuseClashes(named)
  refuseFullDisk(store.directory, named)
  const staged = await stageAll(store.directory, named, follow)
  try {
    return store.write(() => {
      placeBlobs(store.directory, staged)
      return work(
        named.map(({ name }, i) => {
          const { digest, bytes } = staged[i] as Staged
          insertBlob(store, digest, bytes, nowMs)
          return { path: name, digest, bytes, mediaType: mediaType(name) }
        }),
      )
    })
  } catch (error) {
    throw asStoreError(error, store.directory)
  } finally {
    await discard(staged)
  }
}

async function stageAll(
  directory: string,
  sources: readonly ArtifactSource[],
  follow: boolean,
): Promise<Staged[]> {
  const staged: Staged[] = []
  const queue = sources.entries()
  const worker = async () => {
    for (const [i, { from }] of queue) {
      staged[i] =
        typeof from === 'string'
          ? await stageFile(directory, from, follow)
          : await stageBytes(directory, from)
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: parallel }, worker))
  const failed = ended.find(one => one.status === 'rejected')
  if (failed === undefined) return staged
  await discard(staged)
  throw asStoreError(failed.reason, directory)
}

/** What was renamed into place is gone from here; what was there already, or is not wanted any more, is removed. */
async function discard(staged: readonly (Staged | undefined)[]): Promise<void> {
  await Promise.all(staged.map(one => one && rm(one.temporary, { force: true })))
}

/** A directory of this machine may hold files that are one file on others. */
function refuseClashes(sources: readonly ArtifactSource[]): void {
  const clashWith = nameClashes()
  for (const { name } of sources) {
    const other = clashWith(name)
    if (other === undefined) continue
    const both =
      other === name ? `two files are "${name}"` : `"${other}" and "${name}" cannot be side by side`
    throw new MlregError('conflict', `${both} where case and the ways to write a letter are one`, {
      hint: 'nothing was stored; rename one of them',
    })
  }
}

/** Said before hours of copying, with both numbers. */
function refuseFullDisk(directory: string, sources: readonly ArtifactSource[]): void {
  const needed = sources.reduce((total, { from }) => total + sizeOf(from), 0)
  const { bavail, bsize } = statfsSync(directory)
  const free = bavail * bsize
  if (free >= needed + reserveBytes) return
  throw new MlregError(
    'no-space',
    `the disk of the store ${directory} has ${megabytes(free)} MB free, and ${megabytes(needed)} MB are to be stored`,
    { hint: `mlreg leaves ${megabytes(reserveBytes)} MB free` },
  )
}

function sizeOf(from: string | Uint8Array): number {
  return typeof from === 'string' ? (statSync(from, { throwIfNoEntry: false })?.size ?? 0) : from.length
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}
