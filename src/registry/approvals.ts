import type { StagePolicy } from '../config/registry-policy.ts'
import type { Store } from '../store/store.ts'
import { isSamePerson } from './same-person.ts'
import type { Version } from './versions.ts'

/** What somebody decided on a version for a stage. */
export interface Approval {
  readonly decision: 'approved' | 'rejected'
  readonly actor: string
  readonly reason: string
  readonly timeMs: number
}

export interface StagedApproval extends Approval {
  readonly stage: string
}

export function insertApproval(
  { database }: Store,
  version: Version,
  stage: string,
  { decision, actor, reason, timeMs }: Approval,
): void {
  const sql =
    'INSERT INTO approvals (version, stage, decision, actor, reason, time_ms) VALUES (?, ?, ?, ?, ?, ?)'
  database.prepare(sql).run(version.row, stage, decision, actor, reason, timeMs)
}

/** All that was ever decided on a version, in the order it was said. */
export function approvalsOf({ database }: Store, version: Version): StagedApproval[] {
  const sql = `SELECT stage, decision, actor, reason, time_ms AS timeMs FROM approvals WHERE version = ? ORDER BY id`
  return database.prepare<[number], StagedApproval>(sql).all(version.row)
}

/** The last word of each person on a version for each stage, in the order they were spoken. */
export function standingApprovals(store: Store, version: Version): StagedApproval[] {
  let standing: StagedApproval[] = []
  for (const one of approvalsOf(store, version)) {
    const others = standing.filter(
      ({ stage, actor }) => stage !== one.stage || !isSamePerson(actor, one.actor),
    )
    standing = [...others, one]
  }
  return standing
}

export interface ApprovalState {
  readonly approved: readonly Approval[]
  readonly rejected: readonly Approval[]
  /** How many people have to approve. */
  readonly needed: number
}

/** Who stands for a version and who against it; whoever registered it does not count as a pair of eyes. */
export function approvalState(store: Store, version: Version, stage: StagePolicy): ApprovalState {
  const standing = standingApprovals(store, version).filter(one => one.stage === stage.name)
  return {
    approved: standing.filter(
      ({ decision, actor }) => decision === 'approved' && !isSamePerson(actor, version.user),
    ),
    rejected: standing.filter(({ decision }) => decision === 'rejected'),
    needed: stage.approvals,
  }
}
