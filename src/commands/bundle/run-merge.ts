import { resolve } from 'node:path'
import { mergeBundle } from '../../exchange/merge-bundle.ts'
import type { Merged } from '../../exchange/merge-records.ts'
import { openBundle } from '../../exchange/open-bundle.ts'
import { counted } from '../../report/numbers.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { writingStore } from '../tracking/with-store.ts'

/** Merges a bundle, which is opened first: what is none is no reason to make a store. */
export async function runMerge(context: Context<WriteOptions, readonly [file: string]>): Promise<Outcome> {
  const { io, options, operands } = context
  const path = resolve(io.cwd, operands[0])
  const bundle = openBundle(path)
  try {
    const actor = await actorOf(io, options.as)
    return await writingStore(context, async store => {
      const merged = await mergeBundle(store, bundle, { actor, nowMs: nowMs(io) })
      const done = { path, ...merged }
      const outcome = acknowledgement(options, 'mlreg.merged/1', done, `${mergedText(merged)}\n`)
      return { ...outcome, warnings: mergeWarnings(merged) }
    })
  } finally {
    bundle.close()
  }
}

/** What merging did, in a line. */
export function mergedText({ runs, changed, same, experiments }: Merged): string {
  const made = experiments === 0 ? '' : `, ${counted(experiments, 'new experiment')}`
  return `${counted(runs, 'new run')}${made}, ${changed} changed, ${same} the same`
}

/** What was left as it is here, and why. */
export function mergeWarnings({ deleted, tagsKept }: Merged): string[] {
  return [
    ...(deleted > 0 ? [`${counted(deleted, 'run')} deleted here: nothing was added to them`] : []),
    ...(tagsKept > 0 ? [`${counted(tagsKept, 'tag')} with another value here: they keep it`] : []),
  ]
}
