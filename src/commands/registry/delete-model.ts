import { readRegistry } from '../../config/read-registry.ts'
import { MlregError } from '../../errors.ts'
import { type Deleted, deleteVersions, objections } from '../../registry/delete-versions.ts'
import type { Model } from '../../registry/models.ts'
import { namesModel, resolveModel, resolveVersion } from '../../registry/resolve-version.ts'
import { type Version, versionsOf } from '../../registry/versions.ts'
import { counted } from '../../report/numbers.ts'
import type { Store } from '../../store/store.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context, Outcome } from '../command.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import { confirm } from '../tracking/confirm.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { readingStore, writingStore } from '../tracking/with-store.ts'
import { checkReason } from './reason.ts'
import { registryOutcome } from './registry-outcome.ts'

export interface DeleteModelOptions extends WriteOptions {
  readonly reason: string
  readonly force?: boolean
  readonly yes?: boolean
}

type DeleteContext = Context<DeleteModelOptions, readonly [model: string]>

/** A name means all its versions. What is protected stays, and the attempt is in the history. */
export async function deleteModel(context: DeleteContext): Promise<Outcome> {
  const { io, options, operands } = context
  const [text] = operands
  const reason = checkReason(options.reason)
  const force = options.force === true
  // Nobody is asked about what is not there.
  const { policyFor } = await readRegistry(options.config, io)
  const against = await readingStore(context, store => {
    const { only, model } = meant(store, text)
    const versions = only === undefined ? versionsOf(store, model) : [only]
    return objections(store, versions, policyFor(model.name))
  })
  const effect = force ? '--force overrules that, which is recorded' : 'without --force nothing is deleted'
  const known = against.map(sentence => `${sentence}: ${effect}`)
  await confirm(context, `delete ${text} for good?`, known)
  const actor = await actorOf(io, options.as)
  return await writingStore(context, store => {
    const { name, whole, deleted } = store.write(() => {
      const { only, model } = meant(store, text)
      const deletion = { policy: policyFor(model.name), reason, force, actor, nowMs: nowMs(io) }
      const deleted = deleteVersions(store, model, only, deletion)
      return { name: model.name, whole: only === undefined, deleted }
    })
    if (deleted.refused) throw protectedFrom(text, deleted)
    return outcome(context, name, whole, deleted, actor)
  })
}

function meant(store: Store, text: string): { readonly only: Version | undefined; readonly model: Model } {
  const only = namesModel(store, text) ? undefined : resolveVersion(store, text)
  return { only, model: resolveModel(store, only?.name ?? text) }
}

function protectedFrom(text: string, { protections }: Deleted): MlregError {
  return new MlregError('conflict', `${text} is not deleted: ${protections.join('; ')}`, {
    hint: 'promote another version or move the alias first; --force overrules, which is recorded',
  })
}

function outcome(
  { options }: DeleteContext,
  name: string,
  whole: boolean,
  { versions, aliases, protections }: Deleted,
  actor: string,
): Outcome {
  const data = {
    schema: 'mlreg.deleted/1',
    ...{ name, versions: versions.map(({ version }) => version), model: whole, aliases },
    ...{ forced: protections.length > 0, overruled: protections, by: actor, reason: options.reason },
  }
  const what = whole
    ? `${name} is deleted, with ${counted(versions.length, 'version')}`
    : `${name}/${versions[0]?.version} is deleted`
  const lines = [
    what,
    ...aliases.map(alias => `  ${name}@${alias} is gone`),
    ...protections.map(sentence => `  although ${sentence}`),
  ]
  return registryOutcome(options, data, lines.map(line => `${escapeText(line)}\n`).join(''))
}
