import { recordEvent } from '../../store/events.ts'
import { refuseDeleted } from '../../store/log-batch.ts'
import { type RunStatus, updateRun } from '../../store/runs.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from './acknowledgement.ts'
import { actorOf } from './actor.ts'
import { nowMs } from './clock.ts'
import { resolveRun, runReference } from './resolve-run.ts'
import type { WriteOptions } from './store-options.ts'
import { writingStore } from './with-store.ts'

export interface FinishOptions extends WriteOptions {
  readonly run?: string
  readonly status: 'finished' | 'failed' | 'killed'
}

/** Ends a run. One that has ended so already keeps the time it did. */
export async function runFinish(context: Context<FinishOptions>): Promise<Outcome> {
  const { io, options } = context
  const reference = runReference(io, options.run)
  const actor = await actorOf(io, options.as)
  const status = options.status.toUpperCase() as RunStatus
  const endMs = nowMs(io)
  return await writingStore(context, store =>
    store.write(() => {
      const run = resolveRun(store, reference)
      refuseDeleted(store, run)
      if (run.status !== status || run.endMs === null) {
        updateRun(store, run.row, { status, endMs })
        const event = { timeMs: endMs, actor, action: 'run.finish', kind: 'run', subject: run.id }
        recordEvent(store, { ...event, details: { from: run.status, to: status } })
      }
      return acknowledgement(options, 'mlreg.finished/1', { run: run.id, status }, '')
    }),
  )
}
