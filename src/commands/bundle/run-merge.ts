import { resolve } from 'node:path'
import { mergeBundle } from '../../exchange/merge-bundle.ts'
import { openBundle } from '../../exchange/open-bundle.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { writingStore } from '../tracking/with-store.ts'
import { mergedText, mergeWarnings, stagesHere } from './merge-texts.ts'

/** Merges a bundle, which is opened first: what is none is no reason to make a store. */
export async function runMerge(context: Context<WriteOptions, readonly [file: string]>): Promise<Outcome> {
  const { io, options, operands } = context
  const path = resolve(io.cwd, operands[0])
  const bundle = openBundle(path)
  try {
    const actor = await actorOf(io, options.as)
    const stages = await stagesHere(context)
    return await writingStore(context, async store => {
      const merged = await mergeBundle(store, bundle, { actor, nowMs: nowMs(io), stages })
      const done = { path, ...merged }
      const outcome = acknowledgement(options, 'mlreg.merged/1', done, `${mergedText(merged)}\n`)
      return { ...outcome, warnings: mergeWarnings(merged) }
    })
  } finally {
    bundle.close()
  }
}
