import type { StagePolicy } from '../config/registry-policy.ts'
import type { Store } from '../store/store.ts'
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

/** The last word of each person on a version for each stage, in the order they were spoken. */
export function standingApprovals({ database }: Store, version: Version): StagedApproval[] {
  const sql = `SELECT stage, decision, actor, reason, time_ms AS timeMs FROM approvals WHERE version = ? ORDER BY id`
  const last = new Map<string, StagedApproval>()
  for (const one of database.prepare<[number], StagedApproval>(sql).iterate(version.row)) {
    const key = JSON.stringify([one.stage, person(one.actor)])
    last.delete(key)
    last.set(key, one)
  }
  return [...last.values()]
}

/** Whether two names are one person's: four eyes are not two spellings. */
export function isSamePerson(a: string, b: string): boolean {
  return person(a) === person(b)
}

function person(actor: string): string {
  return actor.normalize('NFC').trim().toLowerCase()
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
