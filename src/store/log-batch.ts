import { MlregError } from '../errors.ts'
import { insertMetrics, type MetricPoint } from './metrics.ts'
import { insertParams, type Pair } from './params.ts'
import { type Run, runWithId } from './runs.ts'
import type { Store } from './store.ts'
import { setTags } from './tags.ts'

/** What can be said of a run at once. */
export interface Batch {
  readonly params?: readonly Pair[]
  readonly metrics?: readonly MetricPoint[]
  readonly tags?: readonly Pair[]
}

/**
 * Records all of a batch or, when a part of it is refused, nothing: it belongs inside `store.write`, and an error has
 * to leave it. The same batch again changes nothing.
 */
export function logBatch(store: Store, run: Run, { params = [], metrics = [], tags = [] }: Batch): void {
  refuseDeleted(store, run)
  insertParams(store, run, params)
  insertMetrics(store, run, metrics)
  setTags(store, run, tags)
}

/** Finished runs take further results; deleted ones nothing. Asked under the write lock. */
export function refuseDeleted(store: Store, run: Run): void {
  if (runWithId(store, run.id)?.lifecycle === 'active') return
  throw new MlregError('conflict', `run ${run.id} is deleted`, {
    hint: `bring it back: mlreg runs restore ${run.id}`,
  })
}
