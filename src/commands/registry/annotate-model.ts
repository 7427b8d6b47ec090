import { MlregError } from '../../errors.ts'
import { annotate, annotateTags, type Subject } from '../../registry/annotate.ts'
import { namesModel, resolveModel, resolveVersion } from '../../registry/resolve-version.ts'
import { checkKey } from '../../store/key.ts'
import type { Store } from '../../store/store.ts'
import type { Context, Outcome } from '../command.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import { operandPairs, refuseTwice } from '../tracking/pair.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { writingStore } from '../tracking/with-store.ts'
import { registryOutcome } from './registry-outcome.ts'

type DescribeContext = Context<WriteOptions, readonly [model: string, text: string]>

export async function describeIt(context: DescribeContext): Promise<Outcome> {
  const { io, options, operands } = context
  const [model, text] = operands
  const actor = await actorOf(io, options.as)
  return await writingStore(context, store =>
    store.write(() => {
      const subject = subjectOf(store, model)
      const changed = annotate(store, { actor, nowMs: nowMs(io) }, subject, text) ? ['description'] : []
      return outcome(options, subject, changed)
    }),
  )
}

type TagContext = Context<
  WriteOptions & { readonly remove?: readonly string[] },
  readonly [model: string, tags: readonly string[]]
>

export async function tagIt(context: TagContext): Promise<Outcome> {
  const { io, options, operands } = context
  const [model, texts] = operands
  const set = operandPairs(texts)
  const { remove = [] } = options
  refuseTwice('tag', set)
  for (const [key] of set) checkKey('tag', key)
  if (set.length === 0 && remove.length === 0) {
    throw new MlregError('usage', 'no tag is given', { hint: 'write KEY=VALUE, or --remove KEY' })
  }
  const actor = await actorOf(io, options.as)
  return await writingStore(context, store =>
    store.write(() => {
      const subject = subjectOf(store, model)
      const keys = annotateTags(store, { actor, nowMs: nowMs(io) }, subject, { set, remove })
      return outcome(
        options,
        subject,
        keys.map(key => `tags.${key}`),
      )
    }),
  )
}

function subjectOf(store: Store, text: string): Subject {
  return namesModel(store, text)
    ? { model: resolveModel(store, text) }
    : { version: resolveVersion(store, text) }
}

function outcome(options: WriteOptions, subject: Subject, changed: readonly string[]): Outcome {
  const { name, version } = 'model' in subject ? { name: subject.model.name, version: null } : subject.version
  return registryOutcome(options, { schema: 'mlreg.annotated/1', name, version, changed }, '')
}
