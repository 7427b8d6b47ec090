import { readRegistry } from '../../config/read-registry.ts'
import type { RegistryPolicy } from '../../config/registry-policy.ts'
import { MlregError } from '../../errors.ts'
import { resolveModel, resolveVersion } from '../../registry/resolve-version.ts'
import { dropAlias, pointAlias } from '../../registry/set-alias.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context, Outcome } from '../command.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { writingStore } from '../tracking/with-store.ts'
import { registryOutcome } from './registry-outcome.ts'

export interface AliasOptions extends WriteOptions {
  readonly delete?: boolean
  readonly reason?: string
}

type AliasContext = Context<AliasOptions, readonly [word: string, model?: string]>

export async function runAlias(context: AliasContext): Promise<Outcome> {
  const { io, options, operands } = context
  const { name, alias } = partsOf(operands[0])
  const wanted = wantedVersion(context)
  const actor = await actorOf(io, options.as)
  const { policyFor } = await readRegistry(options.config, io)
  const change = { alias, actor, nowMs: nowMs(io), ...(options.reason && { reason: options.reason }) }
  return await writingStore(context, store =>
    store.write(() => {
      const model = resolveModel(store, name)
      if (wanted === undefined) {
        const from = dropAlias(store, model, change)
        return outcome(options, { name: model.name, alias, version: null, from })
      }
      const version = resolveVersion(store, wanted)
      if (version.modelRow !== model.row) {
        const stranger = `${version.name}/${version.version}`
        throw new MlregError('usage', `${stranger} is no version of "${model.name}", whose alias it is to be`)
      }
      const from = pointAlias(store, version, change)
      const warnings = namedLikeStage(policyFor(model.name), model.name, alias)
      return { ...outcome(options, { name: model.name, alias, version: version.version, from }), warnings }
    }),
  )
}

/** MLflow takes such words too; whoever reads `churn@Production` believes that promotions move it. */
function namedLikeStage({ stages }: RegistryPolicy, model: string, alias: string): string[] {
  const stage = stages.find(({ name }) => name.toLowerCase() === alias.toLowerCase())
  if (stage === undefined) return []
  return [
    `${model}@${alias} is an alias, and no promotion moves it: ${model}/${stage.name} is what is in the stage`,
  ]
}

/** A model's name may have an `@` of its own. */
function partsOf(word: string): { name: string; alias: string } {
  const at = word.lastIndexOf('@')
  if (at > 0) return { name: word.slice(0, at), alias: word.slice(at + 1) }
  throw new MlregError('usage', `"${word}" names no alias`, {
    hint: 'write NAME@ALIAS, such as churn@champion',
  })
}

function wantedVersion({ options, operands: [, model] }: AliasContext): string | undefined {
  if (options.delete && model !== undefined) {
    throw new MlregError('usage', 'a version and --delete contradict each other')
  }
  if (options.delete || model !== undefined) return model
  throw new MlregError('usage', 'nothing is named that the alias could stand for', {
    hint: 'give a version, or --delete',
  })
}

interface Done {
  readonly name: string
  readonly alias: string
  readonly version: number | null
  readonly from: number | null
}

function outcome(options: AliasOptions, done: Done): Outcome {
  const { name, alias, version, from } = done
  const was = from === null ? '' : `, before ${name}/${from}`
  const now = version === null ? 'is gone' : `-> ${name}/${version}`
  const text =
    from === version ? `${name}@${alias} -> ${name}/${version} already` : `${name}@${alias} ${now}${was}`
  return registryOutcome(options, { schema: 'mlreg.alias/1', ...done }, `${escapeText(text)}\n`)
}
