import type { Lifecycle } from '../store/experiments.ts'
import type { Pair } from '../store/params.ts'
import type { PointRecord } from './run-records.ts'

/** What an MLflow store holds, as it is there: nothing is checked yet. */
export interface MlflowSource {
  /** The file or directory that was named. */
  readonly path: string
  /** Where artifacts are looked for besides where they should be. */
  readonly directory: string
  experiments(): Iterable<MlflowExperiment>
  /** The runs of an experiment, in the order they began. */
  runs(experimentId: string): Iterable<MlflowRun>
  /** By name. */
  registeredModels(): Iterable<MlflowModel>
  /** A logged model by its id, `m-…`, whichever run made it. */
  loggedModel(id: string): MlflowLoggedModel | undefined
  close(): void
}

export interface MlflowExperiment {
  readonly id: string
  readonly name: string
  readonly lifecycle: Lifecycle
  readonly createdMs: number | null
  readonly updatedMs: number | null
  readonly tags: readonly Pair[]
}

export interface MlflowRun {
  readonly id: string
  readonly experimentId: string
  readonly name: string | null
  readonly status: string
  readonly startMs: number | null
  readonly endMs: number | null
  readonly user: string | null
  readonly lifecycle: Lifecycle
  readonly artifactUri: string | null
  readonly params: readonly Pair[]
  readonly tags: readonly Pair[]
  readonly datasets: readonly MlflowDataset[]
  /** Models that the run made, which have a directory of their own since MLflow 3. */
  readonly models: readonly MlflowLoggedModel[]
  points(): Iterable<PointRecord>
}

export interface MlflowDataset {
  readonly name: string
  readonly digest: string
  readonly context: string
  /** JSON, as are schema and profile. */
  readonly source: string | null
  readonly schema: string | null
  readonly profile: string | null
}

export interface MlflowLoggedModel {
  readonly id: string
  readonly name: string
  readonly location: string
  readonly runId: string | null
}

export interface MlflowModel {
  readonly name: string
  readonly description: string | null
  readonly createdMs: number | null
  readonly updatedMs: number | null
  readonly tags: readonly Pair[]
  readonly aliases: readonly (readonly [alias: string, version: number])[]
  /** The greatest number that was given, to versions deleted since too. */
  readonly lastVersion: number
  /** Without deleted ones, by number. */
  readonly versions: readonly MlflowVersion[]
}

export interface MlflowVersion {
  readonly version: number
  readonly stage: string
  readonly description: string | null
  readonly createdMs: number | null
  readonly updatedMs: number | null
  readonly user: string | null
  readonly runId: string | null
  /** Where its files are: an address or a path, as it was given. */
  readonly source: string | null
  /** The same as a place, where MLflow worked it out. */
  readonly storageLocation: string | null
  readonly tags: readonly Pair[]
}

/** The stage of a version that was deleted, whose row stays so that its number does not come back. */
export const deletedStage = 'Deleted_Internal'

/** The tag of a dataset that says what it was read for. */
export const contextTag = 'mlflow.data.context'
