import { verifyBlobs } from '../../artifacts/verify-blobs.ts'
import { readRegistry } from '../../config/read-registry.ts'
import { type RegistryPolicy, stageNamed } from '../../config/registry-policy.ts'
import { announce } from '../../hooks/announce.ts'
import { aliasesOfVersion } from '../../registry/aliases.ts'
import { aliasesToMove } from '../../registry/aliases-to-move.ts'
import { resolveModel } from '../../registry/resolve-version.ts'
import { planRollback, type RollbackPlan, rollBack } from '../../registry/roll-back.ts'
import { filesOfVersion } from '../../registry/version-files.ts'
import { reference } from '../../registry/versions.ts'
import type { Store } from '../../store/store.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context, Outcome } from '../command.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { versionEvent } from '../tracking/version-event.ts'
import { readingStore, writingStore } from '../tracking/with-store.ts'
import { checkReason } from './reason.ts'
import { registryOutcome } from './registry-outcome.ts'
import { isOtherData } from './trained-on.ts'

export interface RollbackOptions extends WriteOptions {
  readonly stage: string
  readonly reason: string
  readonly dryRun?: boolean
  readonly moveAlias?: readonly string[]
}

type RollbackContext = Context<RollbackOptions, readonly [name: string]>

/** Every byte of what is to come back is read and verified before anything is changed, and before the lock is taken. */
export async function runRollback(context: RollbackContext): Promise<Outcome> {
  const { io, options, operands } = context
  const reason = checkReason(options.reason)
  const moveAliases = (options.moveAlias ?? []).map(alias => alias.replace(/^@/, ''))
  const { policyFor, hooks } = await readRegistry(options.config, io)
  const planned = (store: Store) => {
    const model = resolveModel(store, operands[0])
    const policy = policyFor(model.name)
    const stage = stageNamed(policy, options.stage)
    const plan = planRollback(store, model, stage, policy)
    verifyBlobs(store.directory, filesOfVersion(store, plan.to), reference(plan.to))
    return { model, policy, stage, plan, moved: aliasesToMove(store, model, plan, moveAliases) }
  }
  if (options.dryRun) {
    return await readingStore(context, store => {
      const { plan, policy, stage, moved } = planned(store)
      return outcome(context, store, { plan, policy, stage: stage.name, moved })
    })
  }
  const actor = await actorOf(io, options.as)
  return await writingStore(context, store => {
    const { model, policy, stage, plan } = planned(store)
    const { startedMs } = io
    const moved = store.write(() =>
      rollBack(store, model, plan, {
        ...{ policy, stage, reason, actor, startedMs, nowMs: nowMs(io), moveAliases },
      }),
    )
    const { to, from } = plan
    const event = versionEvent('rollback', to, {
      ...{ actor, timeMs: nowMs(io), store: store.directory },
      ...{ from: to.stage, to: stage.name, reason },
      archived: from === undefined ? [] : [from.version],
    })
    const told = { afterwards: () => announce(io, hooks, event) }
    return { ...outcome(context, store, { plan, policy, stage: stage.name, moved }), ...told }
  })
}

const otherData = `if today's are not what it knows, run its pipeline again, and look with "mlreg drift"`

interface Done {
  readonly plan: RollbackPlan
  readonly policy: RegistryPolicy
  readonly stage: string
  /** Aliases that went along. */
  readonly moved: readonly string[]
}

function outcome({ options }: RollbackContext, store: Store, { plan, policy, stage, moved }: Done): Outcome {
  const { from, to, skipped } = plan
  const dryRun = options.dryRun === true
  const dataChanged = from === undefined ? null : isOtherData(store, from, to)
  const aliases =
    from === undefined ? [] : aliasesOfVersion(store, from).filter(alias => !moved.includes(alias))
  const data = {
    schema: 'mlreg.rolled-back/1',
    ...{ name: to.name, stage, version: to.version, from: to.stage, replaced: from?.version ?? null },
    ...{ archive: policy.archive, aliases, movedAliases: moved, skipped },
    ...{ dataChanged, dryRun, reason: options.reason },
  }
  const room = from === undefined ? '' : ` (${reference(from)} -> ${policy.archive})`
  const lines = [
    `${dryRun ? 'would do: ' : ''}${reference(to)}: ${to.stage} -> ${stage}${room}`,
    ...skipped.map(number => `  ${to.name}/${number}, which was there since, is deleted and was passed over`),
    ...moved.map(alias => `  ${to.name}@${alias}: ${from?.name}/${from?.version} -> ${reference(to)}`),
    ...aliases.map(alias => {
      const flag = `--move-alias ${alias}`
      const way = dryRun ? `${flag} moves it along` : `mlreg alias moves it, and ${flag} would have`
      return `  ${to.name}@${alias} still stands for ${from?.name}/${from?.version}: ${way}`
    }),
    ...(dataChanged && from !== undefined
      ? [`  ${reference(to)} was made from other data than ${reference(from)}: ${otherData}`]
      : []),
  ]
  return registryOutcome(options, data, lines.map(line => `${escapeText(line)}\n`).join(''))
}
