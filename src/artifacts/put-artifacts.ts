import { type Artifact, putArtifact } from '../store/artifact-rows.ts'
import { recordEvent } from '../store/events.ts'
import { refuseDeleted } from '../store/log-batch.ts'
import type { Run } from '../store/runs.ts'
import type { Store } from '../store/store.ts'
import { type ArtifactSource, puttingFiles } from './putting-files.ts'

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
  return await puttingFiles(store, sources, context, files => {
    refuseDeleted(store, run)
    return record(store, run, files, context)
  })
}

function record(
  store: Store,
  run: Run,
  files: readonly Artifact[],
  { actor, nowMs }: PutContext,
): PutArtifact[] {
  const put = files.map(file => {
    const { change, before } = putArtifact(store, run, file, nowMs)
    return { path: file.path, digest: file.digest, bytes: file.bytes, change, before }
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
