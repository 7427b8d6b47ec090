import { rm } from 'node:fs/promises'
import { mediaType } from '../artifacts/media-type.ts'
import { placeBlobs } from '../artifacts/place-blobs.ts'
import { type Staged, stageFile } from '../artifacts/stage-file.ts'
import { insertBlob } from '../store/blob-rows.ts'
import type { Store } from '../store/store.ts'
import { type MergeContext, type Merged, mergeRecords } from './merge-records.ts'
import { findArtifacts } from './mlflow-artifacts.ts'
import { mlflowRecords } from './mlflow-records.ts'
import type { MlflowSource } from './mlflow-source.ts'
import type { ArtifactRecord } from './records.ts'

export interface Imported extends Merged {
  readonly files: number
  /** Registered models, which stay where they are. */
  readonly models: number
  /** What was not taken, in words, with how often. */
  readonly skipped: ReadonlyMap<string, number>
}

/**
 * Adds what an MLflow store holds to a store: all of it or nothing. Files are copied and hashed before the lock is taken.
 * Runs keep their ids; experiments are those of the same name.
 */
export async function importMlflow(
  store: Store,
  source: MlflowSource,
  roots: readonly string[],
  context: Omit<MergeContext, 'source'>,
): Promise<Imported> {
  const skipped = new Map<string, number>()
  const staged: Staged[] = []
  const artifacts = new Map<string, ArtifactRecord[]>()
  try {
    for (const experiment of source.experiments()) {
      for (const run of source.runs(experiment.id)) {
        const onSkip = (why: string) => void skipped.set(why, (skipped.get(why) ?? 0) + 1)
        const records: ArtifactRecord[] = []
        for (const { name, path } of findArtifacts(source, run, roots, onSkip)) {
          const one = await stageFile(store.directory, path)
          staged.push(one)
          records.push({ path: name, digest: one.digest, mediaType: mediaType(name) })
        }
        artifacts.set(run.id, records)
      }
    }
    const merged = store.write(() => {
      for (const { digest, bytes } of staged) insertBlob(store, digest, bytes, context.nowMs)
      const records = mlflowRecords(source, run => artifacts.get(run.id) ?? [])
      const done = mergeRecords(store, records, { ...context, source: { from: 'mlflow', path: source.path } })
      // Last, since a conflict would leave them behind; the commit comes after it.
      placeBlobs(store.directory, staged)
      return done
    })
    return { ...merged, files: staged.length, models: source.models, skipped }
  } finally {
    await Promise.all(staged.map(({ temporary }) => rm(temporary, { force: true })))
  }
}
