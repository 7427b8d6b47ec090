import { type RunScope, runRows } from '../../store/run-rows.ts'
import type { Store } from '../../store/store.ts'
import type { Context } from '../command.ts'
import { chooseRuns } from '../runs/choose-runs.ts'
import { resolveExperiment } from '../tracking/resolve-experiment.ts'
import type { ReadOptions } from '../tracking/store-options.ts'

export interface ScopeOptions extends ReadOptions {
  readonly experiment?: readonly string[]
  readonly filter?: string
  readonly deleted?: boolean
  readonly force?: boolean
}

/** The rows of the runs that the options name, in the order they were recorded; without `deleted`, active ones alone. */
export function scopedRows(
  store: Store,
  { io, options }: Pick<Context<ScopeOptions>, 'io' | 'options'>,
): number[] {
  const { experiment, filter, deleted = false } = options
  if (filter !== undefined) {
    const chosen = (which: boolean) =>
      chooseRuns(store, io, { filter, deleted: which, limit: 0, ...(experiment ? { experiment } : {}) }).runs
    const runs = deleted ? [...chosen(false), ...chosen(true)] : chosen(false)
    return runs.map(({ row }) => row).sort((a, b) => a - b)
  }
  const scope: RunScope = deleted ? {} : { lifecycle: 'active' }
  if (experiment === undefined) return runRows(store, scope)
  return runRows(store, { ...scope, experiments: experiment.map(name => resolveExperiment(store, name).id) })
}
