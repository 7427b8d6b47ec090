import type { Version } from '../../registry/versions.ts'
import { dataInputsOf } from '../../store/data-inputs.ts'
import { runWithId } from '../../store/runs.ts'
import type { Store } from '../../store/store.ts'

/** Whether the runs of two versions read different bytes; null when it is not known of one what it read. */
export function isOtherData(store: Store, one: Version, other: Version): boolean | null {
  const [a, b] = [digestsOf(store, one), digestsOf(store, other)]
  if (a.size === 0 || b.size === 0) return null
  return a.size !== b.size || [...a].some(digest => !b.has(digest))
}

/** Of the data a version was trained on, as far as that is said, else of all that its run read. */
function digestsOf(store: Store, { runId }: Version): Set<string> {
  const run = runId === null ? undefined : runWithId(store, runId)
  if (run === undefined) return new Set()
  const inputs = dataInputsOf(store, [run]).get(run.row) ?? []
  const training = inputs.filter(({ context }) => /^train/i.test(context))
  return new Set((training.length > 0 ? training : inputs).map(({ digest }) => digest))
}
