import { MlregError } from '../../errors.ts'
import { recordEvent } from '../../store/events.ts'
import { ensureExperiment } from '../../store/experiments.ts'
import type { Pair } from '../../store/params.ts'
import { putValue, takeValue, type ValueTable } from '../../store/put-value.ts'
import { type Run, type RunStatus, updateRun } from '../../store/runs.ts'
import type { Store } from '../../store/store.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import { actorOf } from '../tracking/actor.ts'
import { checkRunName } from '../tracking/check-run-name.ts'
import { nowMs } from '../tracking/clock.ts'
import { refuseTwice } from '../tracking/pair.ts'
import { resolveRun } from '../tracking/resolve-run.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { writingStore } from '../tracking/with-store.ts'

interface AmendOptions extends WriteOptions {
  readonly reason: string
  readonly param?: readonly Pair[]
  readonly removeParam?: readonly string[]
  readonly tag?: readonly Pair[]
  readonly removeTag?: readonly string[]
  readonly name?: string
  readonly experiment?: string
  readonly status?: 'finished' | 'failed' | 'killed'
}

/** What was one thing and is another now; null where there was, or is, nothing. */
interface Change {
  readonly what: string
  readonly from: string | null
  readonly to: string | null
}

/** Corrects what was recorded. Who, when and why, and what it was before, stay in the audit. */
export async function amendRun(context: Context<AmendOptions, readonly [run: string]>): Promise<Outcome> {
  const { io, options, operands } = context
  const { reason, name } = options
  if (reason.trim() === '') throw new MlregError('usage', '--reason says nothing')
  if (name !== undefined) checkRunName(name)
  refuseTwice('param', options.param ?? [])
  refuseTwice('tag', options.tag ?? [])
  const actor = await actorOf(io, options.as)
  const timeMs = nowMs(io)
  return await writingStore(context, store =>
    store.write(() => {
      const run = resolveRun(store, operands[0])
      const changes = [
        ...changedValues(store, run, 'params', options.param, options.removeParam),
        ...changedValues(store, run, 'tags', options.tag, options.removeTag),
        ...changedRow(store, run, options, timeMs),
      ].filter(({ from, to }) => from !== to)
      if (changes.length > 0) {
        const event = { timeMs, actor, action: 'run.amend', kind: 'run', subject: run.id }
        recordEvent(store, { ...event, details: { reason, changes } })
      }
      return acknowledgement(options, 'mlreg.amended/1', { run: run.id, changed: changes.length }, '')
    }),
  )
}

function changedValues(
  store: Store,
  run: Run,
  table: ValueTable,
  put: readonly Pair[] = [],
  take: readonly string[] = [],
): Change[] {
  const kind = table === 'params' ? 'param' : 'tag'
  const taken = take.map(key => {
    const from = takeValue(store, run, table, key)
    if (from !== undefined) return { what: `${kind} ${key}`, from, to: null }
    throw new MlregError('not-found', `run ${run.id} has no ${kind} "${key}"`)
  })
  const putIn = put.map(([key, to]) => {
    const from = putValue(store, run, table, [key, to]) ?? null
    return { what: `${kind} ${key}`, from, to }
  })
  return [...taken, ...putIn]
}

function changedRow(
  store: Store,
  run: Run,
  { name, experiment, status }: AmendOptions,
  nowMs: number,
): Change[] {
  const changes: Change[] = []
  if (name !== undefined) {
    updateRun(store, run.row, { name })
    changes.push({ what: 'name', from: run.name, to: name })
  }
  if (experiment !== undefined) {
    updateRun(store, run.row, { experimentId: ensureExperiment(store, experiment, nowMs).id })
    changes.push({ what: 'experiment', from: run.experiment, to: experiment })
  }
  if (status !== undefined) {
    const to = status.toUpperCase() as RunStatus
    updateRun(store, run.row, { status: to, endMs: run.endMs ?? nowMs })
    changes.push({ what: 'status', from: run.status, to })
  }
  return changes
}
