import { readRegistry } from '../../config/read-registry.ts'
import { protectionsOfExperiment } from '../../registry/protection.ts'
import { recordEvent } from '../../store/events.ts'
import {
  createExperiment,
  type Experiment,
  renameExperiment,
  setExperimentLifecycle,
} from '../../store/experiments.ts'
import type { Store } from '../../store/store.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import { confirm } from '../tracking/confirm.ts'
import { type Overruling, overrule, overrulingReason } from '../tracking/overruling.ts'
import { resolveExperiment } from '../tracking/resolve-experiment.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { writingStore } from '../tracking/with-store.ts'

type Named = Context<WriteOptions, readonly [name: string]>

export async function create(context: Named): Promise<Outcome> {
  const [name] = context.operands
  return await change(context, (store, now) => {
    const experiment = createExperiment(store, name, now)
    return { experiment, action: 'experiment.create', text: `${experiment.id}\n` }
  })
}

export async function rename(
  context: Context<WriteOptions, readonly [from: string, to: string]>,
): Promise<Outcome> {
  const [from, to] = context.operands
  return await change(context, (store, now) => {
    const experiment = resolveExperiment(store, from)
    renameExperiment(store, experiment, to, now)
    return { experiment, action: 'experiment.rename', to, details: { to } }
  })
}

export async function remove(
  context: Context<WriteOptions & Overruling & { readonly yes?: boolean }, readonly [name: string]>,
): Promise<Outcome> {
  const { io, options, operands } = context
  const [name] = operands
  const reason = overrulingReason(options)
  await confirm(context, `delete the experiment "${name}" and its runs?`)
  const { policyFor } = await readRegistry(options.config, io)
  return await change(context, (store, now) => {
    const experiment = resolveExperiment(store, name)
    const against = protectionsOfExperiment(store, experiment.id, policyFor)
    const details = { ...reason, ...overrule(`the experiment "${name}"`, against, options) }
    setExperimentLifecycle(store, experiment, 'deleted', now)
    return { experiment, action: 'experiment.delete', details }
  })
}

export async function restore(context: Named): Promise<Outcome> {
  const [name] = context.operands
  return await change(context, (store, now) => {
    const experiment = resolveExperiment(store, name)
    setExperimentLifecycle(store, experiment, 'active', now)
    return { experiment, action: 'experiment.restore' }
  })
}

interface Change {
  readonly experiment: Experiment
  readonly action: string
  /** The name, where it is another now. */
  readonly to?: string
  readonly details?: Readonly<Record<string, unknown>>
  readonly text?: string
}

/** One change and its event, in one transaction. */
async function change(
  context: Pick<Context<WriteOptions>, 'io' | 'options'>,
  work: (store: Store, now: number) => Change,
): Promise<Outcome> {
  const { io, options } = context
  const actor = await actorOf(io, options.as)
  const timeMs = nowMs(io)
  return await writingStore(context, store =>
    store.write(() => {
      const { experiment, action, to, details = {}, text = '' } = work(store, timeMs)
      const { id, name } = experiment
      recordEvent(store, {
        timeMs,
        actor,
        action,
        kind: 'experiment',
        subject: id,
        details: { name, ...details },
      })
      return acknowledgement(options, 'mlreg.experiment/1', { id, name: to ?? name }, text)
    }),
  )
}
