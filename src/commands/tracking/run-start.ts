import { recordBeginning } from '../../store/begin-run.ts'
import { defaultExperiment } from '../../store/experiments.ts'
import { checkKey } from '../../store/key.ts'
import { newId } from '../../store/new-id.ts'
import type { Pair } from '../../store/params.ts'
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
  const { io, options } = context
  const { name, parent: parentReference } = options
  const values = checkedValues(options)
  const experiment = experimentName(context)
  const startMs = nowMs(io)
  const id = newId()
  const user = await actorOf(io, options.as)
  return await writingStore(context, store =>
    store.write(() => {
      const parent = parentReference === undefined ? undefined : resolveRun(store, parentReference).id
      recordBeginning(store, { id, experiment, name, startMs, user, parent, ...values })
      return acknowledgement(options, 'mlreg.started/1', { run: id }, `${id}\n`)
    }),
  )
}

/** The params and tags of a new run, and its name, refused where they are wrong before anything else happens. */
export function checkedValues({ name, param: params = [], tag: tags = [] }: StartOptions) {
  if (name !== undefined) checkRunName(name)
  refuseTwice('param', params)
  for (const [key] of params) checkKey('param', key)
  for (const [key] of tags) checkKey('tag', key)
  return { params, tags }
}

/** What --experiment says, else MLREG_EXPERIMENT, else the default one. */
export function experimentName({ io, options }: Pick<Context<StartOptions>, 'io' | 'options'>): string {
  return options.experiment ?? (io.env.MLREG_EXPERIMENT || defaultExperiment)
}
