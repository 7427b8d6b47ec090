import { statfsSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { MlregError } from '../errors.ts'
import { putArtifact } from '../store/artifact-rows.ts'
import { insertBlob } from '../store/blob-rows.ts'
import { recordEvent } from '../store/events.ts'
import { refuseDeleted } from '../store/log-batch.ts'
import type { Run } from '../store/runs.ts'
import { asStoreError } from '../store/sqlite-error.ts'
import type { Store } from '../store/store.ts'
import { artifactName } from './artifact-name.ts'
import { mediaType } from './media-type.ts'
import { placeBlobs } from './place-blobs.ts'
import { type Staged, stageBytes, stageFile } from './stage-file.ts'

/** A file to keep: a name in the run, and a file of this machine or the bytes themselves. */
export interface ArtifactSource {
  readonly name: string
  readonly from: string | Uint8Array
}

export interface PutContext {
  readonly actor: string
  readonly nowMs: number
  /** Take what symbolic links lead to. */
  readonly follow?: boolean
}

export interface PutArtifact {
  readonly path: string
  readonly digest: string
  readonly bytes: number
  readonly change: 'added' | 'replaced' | 'same'
}

// Room for the log and for whatever else the machine does meanwhile.
const reserveBytes = 64 * 2 ** 20
const parallel = 16

/**
 * Stores files as artifacts of a run: all of them or none. They are copied and hashed side by side, then put in place
 * and recorded in one transaction.
 */
export async function putArtifacts(
  store: Store,
  run: Run,
  sources: readonly ArtifactSource[],
  context: PutContext,
): Promise<PutArtifact[]> {
  const named = sources.map(source => ({ ...source, name: artifactName(source.name) }))
  refuseFullDisk(store.directory, named)
  const staged = await stageAll(store.directory, named, context.follow === true)
  try {
    return store.write(() => {
      refuseDeleted(store, run)
      placeBlobs(store.directory, staged)
      return record(store, run, named, staged, context)
    })
  } catch (error) {
    throw asStoreError(error, store.directory)
  } finally {
    await discard(staged)
  }
}

function record(
  store: Store,
  run: Run,
  named: readonly ArtifactSource[],
  staged: readonly Staged[],
  { actor, nowMs }: PutContext,
): PutArtifact[] {
  const put = named.map(({ name }, i) => {
    const { digest, bytes } = staged[i] as Staged
    insertBlob(store, digest, bytes, nowMs)
    const { change, before } = putArtifact(
      store,
      run,
      { path: name, digest, mediaType: mediaType(name) },
      nowMs,
    )
    return { path: name, digest, bytes, change, before }
  })
  const changed = put.filter(({ change }) => change !== 'same')
  if (changed.length > 0) {
    const replaced = changed.flatMap(({ path, before }) => (before === undefined ? [] : [{ path, before }]))
    const details = {
      files: changed.length,
      bytes: sum(changed),
      ...(replaced.length > 0 ? { replaced } : {}),
    }
    recordEvent(store, {
      timeMs: nowMs,
      actor,
      action: 'artifact.put',
      kind: 'run',
      subject: run.id,
      details,
    })
  }
  return put.map(({ before: _, ...one }) => one)
}

function sum(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((total, { bytes }) => total + bytes, 0)
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
