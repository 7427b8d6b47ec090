import type { RegistryPolicy, StagePolicy } from '../config/registry-policy.ts'
import { MlregError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import { type ApprovalState, approvalState, insertApproval } from './approvals.ts'
import { type Actor, recordModelEvent } from './model-events.ts'
import { isSamePerson } from './same-person.ts'
import type { Version } from './versions.ts'

export interface Decision extends Actor {
  readonly stage: StagePolicy
  readonly decision: 'approved' | 'rejected'
  readonly reason: string
}

/**
 * Keeps what somebody thinks of a version for a stage, and gives who stands where now. Inside `store.write`. Throws
 * `conflict` when whoever registered it approves where others have to: anybody may reject.
 */
export function approveVersion(store: Store, version: Version, decided: Decision): ApprovalState {
  const { stage, decision, actor, reason, nowMs } = decided
  const reference = `${version.name}/${version.version}`
  if (decision === 'approved' && stage.approvals > 0 && isSamePerson(actor, version.user)) {
    throw new MlregError(
      'conflict',
      `${actor} registered ${reference} and cannot approve it for ${stage.name}`,
      {
        hint: 'somebody else has to, as --as or MLREG_ACTOR names them',
      },
    )
  }
  const before = approvalState(store, version, stage)
  const isSaid = [...before.approved, ...before.rejected].some(
    one => one.actor === actor && one.decision === decision && one.reason === reason,
  )
  if (isSaid) return before
  insertApproval(store, version, stage.name, { decision, actor, reason, timeMs: nowMs })
  const what = decision === 'approved' ? 'approve' : 'reject'
  recordModelEvent(store, decided, version.name, what, { version: version.version, to: stage.name, reason })
  return approvalState(store, version, stage)
}

/** The stage that follows a version's own, which is what there is to decide on. Throws `usage` when there is none. */
export function nextStage(
  { stages, archive }: RegistryPolicy,
  { name, version, stage }: Version,
): StagePolicy {
  const place = stages.findIndex(one => one.name === stage)
  const next = place < 0 ? undefined : stages[place + 1]
  if (next !== undefined && next.name !== archive) return next
  throw new MlregError('usage', `no stage follows ${stage}, in which ${name}/${version} is`, {
    hint: `say which is meant: --to ${stages.find(one => one.approvals > 0)?.name ?? stages[0]?.name}`,
  })
}
