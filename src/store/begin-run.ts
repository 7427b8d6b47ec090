import { recordEvent } from './events.ts'
import { ensureExperiment } from './experiments.ts'
import { logBatch } from './log-batch.ts'
import type { Pair } from './params.ts'
import { insertRun, type NewRun, type Run, runWithId } from './runs.ts'
import type { Store } from './store.ts'

/** A run that begins: its row, and what is known of it from the first moment. */
export interface Beginning extends Omit<NewRun, 'experimentId'> {
  /** The experiment's name; made when it is new. */
  readonly experiment: string
  readonly params: readonly Pair[]
  readonly tags: readonly Pair[]
}

/** Records a run that begins, inside `store.write`. A run that is there already, by its id, stays as it is. */
export function recordBeginning(store: Store, beginning: Beginning): Run {
  const { experiment: name, params, tags, ...row } = beginning
  const before = runWithId(store, row.id)
  if (before !== undefined) return before
  const experiment = ensureExperiment(store, name, row.startMs)
  insertRun(store, { ...row, experimentId: experiment.id })
  const run = runWithId(store, row.id) as Run
  logBatch(store, run, { params, tags })
  recordEvent(store, {
    timeMs: row.startMs,
    actor: row.user,
    action: 'run.start',
    kind: 'run',
    subject: run.id,
    details: { experiment: experiment.name, name: run.name },
  })
  return run
}
