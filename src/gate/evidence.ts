import type { StagePolicy } from '../config/registry-policy.ts'
import { type ApprovalState, approvalState } from '../registry/approvals.ts'
import { type Check, lastCheck } from '../registry/checks.ts'
import { filesOfVersion } from '../registry/version-files.ts'
import { tagsOfVersion } from '../registry/version-tags.ts'
import type { Version } from '../registry/versions.ts'
import { type DataInput, dataInputsOf } from '../store/data-inputs.ts'
import { runValues } from '../store/run-values.ts'
import { type Run, runWithId } from '../store/runs.ts'
import type { Store } from '../store/store.ts'

/** What the store knows of a version, as far as rules ask for it. */
export interface Evidence {
  readonly version: Version
  /** `churn/7`. */
  readonly name: string
  /** The run it comes from, unless the store does not have it. */
  readonly run: Run | undefined
  /** The latest value of each of the run's metrics. */
  readonly metrics: ReadonlyMap<string, number>
  readonly params: ReadonlyMap<string, string>
  /** Those of the version before those of its run. */
  readonly tags: ReadonlyMap<string, string>
  /** What its run read. */
  readonly data: readonly DataInput[]
  readonly files: number
  /** The latest comparison of data with its baseline. */
  readonly check: Check | undefined
  /** Who stands for it in the stage that is asked for. */
  readonly approvals: (ApprovalState & { readonly stage: string }) | undefined
}

export function evidenceOf(store: Store, version: Version, stage: StagePolicy | undefined): Evidence {
  const run = version.runId === null ? undefined : runWithId(store, version.runId)
  const values = run && runValues(store, [run])[0]
  return {
    version,
    name: `${version.name}/${version.version}`,
    run,
    metrics: values?.metrics ?? new Map(),
    params: values?.params ?? new Map(),
    tags: new Map([...(values?.tags ?? []), ...tagsOfVersion(store, version)]),
    data: (run && dataInputsOf(store, [run]).get(run.row)) ?? [],
    files: filesOfVersion(store, version).length,
    check: lastCheck(store, version),
    approvals: stage && { ...approvalState(store, version, stage), stage: stage.name },
  }
}

/** Data that a model was scored on, not trained on. */
export function isEvaluation({ context }: Pick<DataInput, 'context'>): boolean {
  return /^(eval|test|valid|hold-?_?out)/i.test(context)
}

export function isTraining({ context }: Pick<DataInput, 'context'>): boolean {
  return /^train/i.test(context)
}
