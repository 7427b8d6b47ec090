import { readRegistry } from '../../config/read-registry.ts'
import { protectionsOfRun } from '../../registry/protection.ts'
import { recordEvent } from '../../store/events.ts'
import type { Lifecycle } from '../../store/experiments.ts'
import { updateRun } from '../../store/runs.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import { confirm } from '../tracking/confirm.ts'
import { type Overruling, overrule, overrulingReason } from '../tracking/overruling.ts'
import { resolveRun } from '../tracking/resolve-run.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { writingStore } from '../tracking/with-store.ts'

type Named = Context<
  WriteOptions & Overruling & { readonly yes?: boolean },
  readonly [runs: readonly string[]]
>

/** Deleted runs can be restored, so only somebody at a terminal is asked. */
export async function deleteRuns(context: Named): Promise<Outcome> {
  const { io, operands } = context
  const count = operands[0].length
  if (io.stdinIsTerminal && io.stderrIsTerminal) {
    await confirm(context, `delete ${count === 1 ? `the run "${operands[0][0]}"` : `${count} runs`}?`)
  }
  return await setLifecycle(context, 'deleted', 'run.delete')
}

export async function restoreRuns(context: Named): Promise<Outcome> {
  return await setLifecycle(context, 'active', 'run.restore')
}

/** All of them or, when one is not found, none. */
async function setLifecycle(context: Named, lifecycle: Lifecycle, action: string): Promise<Outcome> {
  const { io, options, operands } = context
  const reason = overrulingReason(options)
  const actor = await actorOf(io, options.as)
  const timeMs = nowMs(io)
  const { policyFor } = await readRegistry(options.config, io)
  return await writingStore(context, store =>
    store.write(() => {
      const runs = operands[0].map(reference => resolveRun(store, reference))
      const changed = new Map(runs.filter(run => run.lifecycle !== lifecycle).map(run => [run.id, run]))
      for (const { id, row, name } of changed.values()) {
        const against = lifecycle === 'deleted' ? protectionsOfRun(store, id, policyFor) : []
        const details = { name, ...reason, ...overrule(`run ${id}`, against, options) }
        updateRun(store, row, { lifecycle, deletedMs: lifecycle === 'deleted' ? timeMs : null })
        recordEvent(store, { timeMs, actor, action, kind: 'run', subject: id, details })
      }
      const ids = [...new Set(runs.map(({ id }) => id))]
      return acknowledgement(options, 'mlreg.changed/1', { runs: ids, lifecycle, changed: changed.size }, '')
    }),
  )
}
