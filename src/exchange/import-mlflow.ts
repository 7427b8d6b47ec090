import { rm } from 'node:fs/promises'
import { mediaType } from '../artifacts/media-type.ts'
import { placeBlobs } from '../artifacts/place-blobs.ts'
import { type Staged, stageFile } from '../artifacts/stage-file.ts'
import { insertBlob } from '../store/blob-rows.ts'
import type { Store } from '../store/store.ts'
import type { MergeContext } from './merge-context.ts'
import { mergeRecords } from './merge-records.ts'
import type { Merged } from './merged.ts'
import { type FoundFile, findArtifacts } from './mlflow-artifacts.ts'
import { mlflowModelRecords } from './mlflow-models.ts'
import { mlflowRecords } from './mlflow-records.ts'
import type { MlflowSource } from './mlflow-source.ts'
import type { ModelRecord, VersionRecord } from './model-records.ts'
import type { ExchangeRecord } from './records.ts'
import type { ArtifactRecord } from './run-records.ts'

export interface Imported extends Merged {
  readonly files: number
  /** What was not taken, in words, with how often. */
  readonly skipped: ReadonlyMap<string, number>
}

/**
 * Adds what an MLflow store holds to a store: all of it or nothing. Files are copied and hashed before the lock is taken.
 * Runs keep their ids and versions their numbers; experiments are those of the same name.
 */
export async function importMlflow(
  store: Store,
  source: MlflowSource,
  roots: readonly string[],
  context: Omit<MergeContext, 'source'>,
): Promise<Imported> {
  const skipped = new Map<string, number>()
  const onSkip = (why: string) => void skipped.set(why, (skipped.get(why) ?? 0) + 1)
  const staged = new Map<string, Staged>()
  const stage = async (path: string) => {
    const one = staged.get(path) ?? (await stageFile(store.directory, path))
    staged.set(path, one)
    return one
  }
  try {
    const { artifacts, filesOfRun } = await stageRuns(source, roots, stage, onSkip)
    const models = await mlflowModelRecords({ source, roots, filesOfRun }, stage, onSkip)
    const merged = store.write(() => {
      for (const { digest, bytes } of staged.values()) insertBlob(store, digest, bytes, context.nowMs)
      const records = allRecords(source, artifacts, models)
      const done = mergeRecords(store, records, { ...context, source: { from: 'mlflow', path: source.path } })
      // Last, since a conflict would leave them behind; the commit comes after it.
      placeBlobs(store.directory, [...staged.values()])
      return done
    })
    return { ...merged, files: staged.size, skipped }
  } finally {
    await Promise.all([...staged.values()].map(({ temporary }) => rm(temporary, { force: true })))
  }
}

async function stageRuns(
  source: MlflowSource,
  roots: readonly string[],
  stage: (path: string) => Promise<Staged>,
  onSkip: (why: string) => void,
) {
  const artifacts = new Map<string, ArtifactRecord[]>()
  const found = new Map<string, readonly FoundFile[]>()
  for (const experiment of source.experiments()) {
    for (const run of source.runs(experiment.id)) {
      const files = findArtifacts(source, run, roots, onSkip)
      const records: ArtifactRecord[] = []
      for (const { name, path } of files) {
        records.push({ path: name, digest: (await stage(path)).digest, mediaType: mediaType(name) })
      }
      artifacts.set(run.id, records)
      found.set(run.id, files)
    }
  }
  return { artifacts, filesOfRun: (id: string) => found.get(id) ?? [] }
}

function* allRecords(
  source: MlflowSource,
  artifacts: ReadonlyMap<string, readonly ArtifactRecord[]>,
  models: readonly (ModelRecord | VersionRecord)[],
): Generator<ExchangeRecord> {
  yield* mlflowRecords(source, run => artifacts.get(run.id) ?? [])
  yield* models
}
