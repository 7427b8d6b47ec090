import type { RegistryPolicy, StagePolicy } from '../config/registry-policy.ts'
import { MlregError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import { aliasesToMove } from './aliases-to-move.ts'
import { archiveVersion } from './archive-version.ts'
import { type Actor, modelEvents, recordModelEvent } from './model-events.ts'
import type { Model } from './models.ts'
import { moveVersion, refuseOvertaken } from './move-version.ts'
import { pointAlias } from './set-alias.ts'
import { stageStack } from './stage-history.ts'
import { type Version, versionNumbered, versionsOf } from './versions.ts'

/** What a rollback of a stage comes to. */
export interface RollbackPlan {
  /** What is in the stage, and goes to the archive; undefined when nothing is. */
  readonly from: Version | undefined
  /** What was there before. */
  readonly to: Version
  /** Numbers of versions that were there in between, and were deleted meanwhile. */
  readonly skipped: readonly number[]
}

/**
 * Which version was in the stage before, by the recorded events: a second rollback goes one further back, and never to
 * what was rolled back from. Throws `not-found` when there is nothing to go back to.
 */
export function planRollback(
  store: Store,
  model: Model,
  stage: StagePolicy,
  policy: RegistryPolicy,
): RollbackPlan {
  if (stage.name === policy.archive) {
    throw new MlregError('usage', `${stage.name} is where versions are put away, and has no version before`)
  }
  const stack = stageStack(modelEvents(store, model.name), stage.name)
  const there = versionsOf(store, model).filter(version => version.stage === stage.name)
  const present = new Set(there.map(({ version }) => version))
  const place = stack.findLastIndex(number => present.has(number))
  const from = there.find(({ version }) => version === stack[place]) ?? there[0]
  const skipped = new Set<number>()
  for (const number of stack.slice(0, place < 0 ? undefined : place).reverse()) {
    const to = number === from?.version ? undefined : versionNumbered(store, model, number)
    if (to !== undefined) return { from, to, skipped: [...skipped] }
    if (number !== from?.version) skipped.add(number)
  }
  throw nothingBefore(model, stage, from, [...skipped])
}

function nothingBefore(
  { name }: Model,
  { name: stage }: StagePolicy,
  from: Version | undefined,
  skipped: readonly number[],
): MlregError {
  const now = from === undefined ? '' : `, but ${name}/${from.version}, which is there`
  const gone = skipped.map(number => `${name}/${number}`).join(', ')
  return new MlregError(
    'not-found',
    `there is nothing to go back to: nothing was in ${stage} of "${name}"${now}`,
    {
      hint: `${gone === '' ? '' : `deleted meanwhile: ${gone}; `}look: mlreg history ${name} --stage ${stage}`,
    },
  )
}

export interface Rollback extends Actor {
  readonly policy: RegistryPolicy
  readonly stage: StagePolicy
  readonly reason: string
  /** When the command began, by the machine's own clock. */
  readonly startedMs: number
  /** Aliases of what is rolled back from that are to stand for what is returned to. */
  readonly moveAliases: readonly string[]
}

/**
 * Carries a plan out, whose version's bytes were verified. Inside `store.write`. Neither rules nor approvals are asked:
 * the version was let in before. Gives the aliases that were moved. Throws `conflict` when the stage was changed since
 * the command began.
 */
export function rollBack(
  store: Store,
  model: Model,
  plan: RollbackPlan,
  rollback: Rollback,
): readonly string[] {
  const { stage, policy, reason, startedMs, nowMs } = rollback
  refuseOvertaken(store, plan.to, { startedMs, stage: stage.name, exclusive: true })
  const { from, to, skipped } = planRollback(store, model, stage, policy)
  if (to.version !== plan.to.version || from?.version !== plan.from?.version) {
    throw new MlregError('conflict', `${stage.name} of "${model.name}" was changed meanwhile`, {
      hint: `nothing was changed; look at it, and decide anew: mlreg history ${model.name}`,
    })
  }
  const aliases = aliasesToMove(store, model, plan, rollback.moveAliases)
  if (from !== undefined) archiveVersion(store, from, policy.archive, to.version, rollback)
  if (to.stage !== stage.name) moveVersion(store, to, stage.name, nowMs)
  recordModelEvent(store, rollback, model.name, 'rollback', {
    ...{ version: to.version, from: to.stage, to: stage.name, reason },
    ...{ replaced: from?.version ?? null, ...(skipped.length > 0 && { skipped }) },
  })
  for (const alias of aliases) pointAlias(store, to, { ...rollback, alias })
  return aliases
}
