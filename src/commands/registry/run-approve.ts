import { readRegistry } from '../../config/read-registry.ts'
import { type StagePolicy, stageNamed } from '../../config/registry-policy.ts'
import type { ApprovalState } from '../../registry/approvals.ts'
import { approveVersion, nextStage } from '../../registry/approve-version.ts'
import { resolveVersion } from '../../registry/resolve-version.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context, Outcome } from '../command.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { writingStore } from '../tracking/with-store.ts'
import { checkReason } from './reason.ts'
import { registryOutcome } from './registry-outcome.ts'

export interface ApproveOptions extends WriteOptions {
  readonly to?: string
  readonly reject?: boolean
  readonly reason: string
}

export async function runApprove(
  context: Context<ApproveOptions, readonly [model: string]>,
): Promise<Outcome> {
  const { io, options, operands } = context
  const reason = checkReason(options.reason)
  const actor = await actorOf(io, options.as)
  const decision = options.reject ? ('rejected' as const) : ('approved' as const)
  const { policyFor } = await readRegistry(options.config, io)
  return await writingStore(context, store =>
    store.write(() => {
      const version = resolveVersion(store, operands[0])
      const policy = policyFor(version.name)
      const stage = options.to === undefined ? nextStage(policy, version) : stageNamed(policy, options.to)
      const state = approveVersion(store, version, { stage, decision, actor, reason, nowMs: nowMs(io) })
      const done = { name: version.name, version: version.version, stage: stage.name, decision, by: actor }
      const data = { schema: 'mlreg.approved/1', ...done, ...stateJson(state), reason }
      const said = `${version.name}/${version.version}: ${decision} for ${stage.name}${countText(state, stage)}`
      return registryOutcome(options, data, `${escapeText(said)}\n`)
    }),
  )
}

function stateJson({ approved, rejected, needed }: ApprovalState) {
  return {
    approvals: approved.map(one => one.actor),
    rejections: rejected.map(one => one.actor),
    needed,
  }
}

/** ` (1 of 2 approvals, rejected by ann)`. */
function countText({ approved, rejected, needed }: ApprovalState, { name }: StagePolicy): string {
  const count = needed > 0 ? `${approved.length} of ${needed} approvals` : `${name} asks for none`
  const against = rejected.map(one => one.actor).join(', ')
  return ` (${count}${against === '' ? '' : `, rejected by ${against}`})`
}
