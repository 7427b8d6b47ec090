import type { Version } from '../registry/versions.ts'
import { isAddedContext, isAddedMetric } from '../store/added-by-tests.ts'
import { type DataInput, dataInputsOf } from '../store/data-inputs.ts'
import { runValues } from '../store/run-values.ts'
import { type Run, runWithId } from '../store/runs.ts'
import type { Store } from '../store/store.ts'

/** What the store knows of a version that its card states. */
export interface CardFacts {
  readonly version: Version
  /** The run it comes from, unless the store does not have it. */
  readonly run: Run | undefined
  readonly params: ReadonlyMap<string, string>
  /** The latest value of each metric, but for results of tests that came later. */
  readonly metrics: ReadonlyMap<string, number>
  /** What it was trained on: the run's data but for those it was tried on, and those of tests that came later. */
  readonly training: readonly DataInput[]
  /** What it was tried on, by the context the run gave: `evaluation`, `test`, `validation`, `holdout`. */
  readonly evaluation: readonly DataInput[]
}

const isForTrial = /^(eval|test|valid|hold-?out|dev$)/i

export function cardFacts(store: Store, version: Version): CardFacts {
  const run = version.runId === null ? undefined : runWithId(store, version.runId)
  const [values] = run === undefined ? [] : runValues(store, [run])
  const all = [...(values?.metrics ?? [])]
  const keys = all.map(([key]) => key)
  const data = ((run && dataInputsOf(store, [run]).get(run.row)) ?? []).filter(
    ({ context }) => !isAddedContext(context, keys),
  )
  return {
    version,
    run,
    params: values?.params ?? new Map(),
    metrics: new Map(all.filter(([key]) => !isAddedMetric(key))),
    training: data.filter(({ context }) => !isForTrial.test(context)),
    evaluation: data.filter(({ context }) => isForTrial.test(context)),
  }
}

/** Whether the store knows all that the card states: a version may have come without its run. */
export function hasRun({ version, run }: CardFacts): boolean {
  return version.runId === null || run !== undefined
}
