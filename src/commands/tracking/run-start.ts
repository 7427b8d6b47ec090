import { recordEvent } from '../../store/events.ts'
import { defaultExperiment, ensureExperiment } from '../../store/experiments.ts'
import { logBatch } from '../../store/log-batch.ts'
import { newId } from '../../store/new-id.ts'
import type { Pair } from '../../store/params.ts'
import { insertRun, type NewRun, type Run, runWithId } from '../../store/runs.ts'
import type { Store } from '../../store/store.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from './acknowledgement.ts'
import { actorOf } from './actor.ts'
import { checkRunName } from './check-run-name.ts'
import { nowMs } from './clock.ts'
import { refuseTwice } from './pair.ts'
import { resolveRun } from './resolve-run.ts'
import type { WriteOptions } from './store-options.ts'
import { writingStore } from './with-store.ts'

/** What a new run may be told: by `mlreg start` and by `mlreg run`. */
export interface StartOptions extends WriteOptions {
  readonly experiment?: string
  readonly name?: string
  readonly parent?: string
  readonly param?: readonly Pair[]
  readonly tag?: readonly Pair[]
}

export async function runStart(context: Context<StartOptions>): Promise<Outcome> {
  const actor = await actorOf(context.io, context.options.as)
  return await writingStore(context, store => {
    const { id } = beginRun(store, context, actor, {})
    return acknowledgement(context.options, 'mlreg.started/1', { run: id }, `${id}\n`)
  })
}

/** Records a run that begins now, with the params and tags of the options. */
export function beginRun(
  store: Store,
  { io, options }: Pick<Context<StartOptions>, 'io' | 'options'>,
  actor: string,
  more: Pick<NewRun, 'command' | 'git' | 'environment'>,
): Run {
  const { param: params = [], tag: tags = [], name } = options
  const startMs = nowMs(io)
  const id = newId()
  if (name !== undefined) checkRunName(name)
  refuseTwice('param', params)
  return store.write(() => {
    const parent = options.parent === undefined ? undefined : resolveRun(store, options.parent).id
    const experimentName = options.experiment ?? (io.env.MLREG_EXPERIMENT || defaultExperiment)
    const experiment = ensureExperiment(store, experimentName, startMs)
    insertRun(store, { id, experimentId: experiment.id, name, startMs, user: actor, parent, ...more })
    const run = runWithId(store, id) as Run
    logBatch(store, run, { params, tags })
    const details = { experiment: experiment.name, name: run.name }
    recordEvent(store, { timeMs: startMs, actor, action: 'run.start', kind: 'run', subject: id, details })
    return run
  })
}
