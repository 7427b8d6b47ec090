import type { Version } from '../registry/versions.ts'
import { blobBytes } from '../store/blob-rows.ts'
import type { Store } from '../store/store.ts'
import { digestsOfVersion, type ModelRecord, modelRecords, type VersionRecord } from './model-records.ts'
import {
  digestsOfRun,
  type ExperimentRecord,
  type PointsRecord,
  type RunRecord,
  runRecords,
} from './run-records.ts'

/**
 * What goes from one store to another, a piece at a time: an experiment before its runs, a run before its points, and
 * after all of them models, each before its versions.
 */
export type ExchangeRecord = ExperimentRecord | RunRecord | PointsRecord | ModelRecord | VersionRecord

/** Everything that is known of the runs, with their experiments, and of versions. The same store gives the same records. */
export function* recordsOf(
  store: Store,
  rows: readonly number[],
  versions: readonly Version[],
): Generator<ExchangeRecord> {
  yield* runRecords(store, rows)
  yield* modelRecords(store, versions)
}

/** The digests of the files that a record needs. */
export function digestsOf(record: ExchangeRecord): string[] {
  if (record.type === 'version') return digestsOfVersion(record)
  return record.type === 'run' ? digestsOfRun(record) : []
}

/** The files of all those digests, by digest, with their sizes. */
export function filesOf(store: Store, digests: Iterable<string>): { digest: string; bytes: number }[] {
  return [...new Set(digests)].sort().map(digest => ({ digest, bytes: blobBytes(store, digest) }))
}
