import type { RegistryPolicy, StagePolicy } from '../config/registry-policy.ts'
import type { MlregError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import { approvalState } from './approvals.ts'
import { archiveVersion } from './archive-version.ts'
import { type Actor, recordModelEvent } from './model-events.ts'
import { moveVersion, refuseOvertaken } from './move-version.ts'
import { type Version, versionsOf } from './versions.ts'

/** What the gate of a stage found of a version. */
export interface Evidence {
  /** What speaks against it, one sentence each; empty lets it in. */
  readonly refusals: readonly string[]
  /** What was asked of it and is so, as it was written: `auc >= 0.9`. */
  readonly passed: readonly string[]
  /** Why it cannot be judged, which is neither a refusal nor a pass. */
  readonly unjudged?: MlregError | undefined
  /** What those who read the answer should know. */
  readonly warnings: readonly string[]
  /** What was looked at, for the event: a value of JSON. */
  readonly evidence: unknown
}

/** Looks at a version as it is now, under the lock, so that the evidence is of what is promoted. */
export type Judge = (version: Version, stage: StagePolicy) => Evidence

export interface Promotion extends Actor {
  readonly policy: RegistryPolicy
  readonly stage: StagePolicy
  readonly reason: string
  /** When the command began, by the machine's own clock. */
  readonly startedMs: number
  /** Whether an exclusive stage keeps what is in it. */
  readonly keepExisting: boolean
  /** Whether what speaks against it is overruled. */
  readonly force: boolean
  readonly judge: Judge
}

export interface Promoted {
  /** As it was before. */
  readonly version: Version
  readonly outcome: 'promoted' | 'unchanged' | 'refused' | 'unjudged'
  /** Why it could not be judged, where that alone kept it out. */
  readonly trouble?: MlregError
  /** Versions that had to make room, and where they went. */
  readonly archived: readonly Version[]
  readonly archive: string
  readonly refusals: readonly string[]
  /** What was asked of it and is so, as it was written, the approvals the stage wants among them. */
  readonly passed: readonly string[]
  /** Whether the refusals were overruled. */
  readonly forced: boolean
  readonly warnings: readonly string[]
  readonly evidence: unknown
}

/**
 * Puts a version into a stage when nothing speaks against it, and moves what was there to the archive; records either,
 * or the refusal, or why it could not be judged. Inside `store.write`. Throws `conflict` when somebody else was faster.
 */
export function promoteVersion(store: Store, version: Version, promotion: Promotion): Promoted {
  const { stage, policy, startedMs, nowMs, reason } = promotion
  const nothing = {
    version,
    archived: [],
    archive: policy.archive,
    refusals: [],
    passed: [],
    forced: false,
    warnings: [],
    evidence: null,
  }
  if (version.stage === stage.name) return { ...nothing, outcome: 'unchanged' }
  const exclusive = stage.exclusive && !promotion.keepExisting
  refuseOvertaken(store, version, { startedMs, stage: stage.name, exclusive })
  const { refusals, unjudged, ...found } = judged(store, version, promotion)
  const forced = refusals.length > 0 && promotion.force
  const isRefused = refusals.length > 0 && !forced
  const { version: number, name } = version
  const approved = approvalState(store, version, stage).approved.map(({ actor }) => actor)
  const details = {
    ...{ version: number, from: version.stage, to: stage.name, reason, evidence: found.evidence },
    ...(approved.length > 0 && { approvedBy: approved }),
  }
  if (isRefused) {
    recordModelEvent(store, promotion, name, 'promote', { ...details, refused: refusals.join('; ') })
    if (unjudged === undefined) return { ...nothing, outcome: 'refused', refusals, ...found }
    return { ...nothing, outcome: 'unjudged', trouble: unjudged, refusals, ...found }
  }
  const inTheWay = exclusive && stage.name !== policy.archive ? versionsIn(store, version, stage.name) : []
  for (const one of inTheWay) archiveVersion(store, one, policy.archive, number, promotion)
  moveVersion(store, version, stage.name, nowMs)
  const overruled = forced ? { forced, overruled: refusals } : {}
  recordModelEvent(store, promotion, name, 'promote', { ...details, ...overruled })
  return { ...nothing, outcome: 'promoted', archived: inTheWay, refusals, forced, ...found }
}

/** A version's model's versions in a stage, the newest first. */
function versionsIn(store: Store, { modelRow }: Version, stage: string): Version[] {
  return versionsOf(store, { row: modelRow }).filter(one => one.stage === stage)
}

/** All that speaks against it. What cannot be judged is no more than that where the policy itself refuses. */
function judged(store: Store, version: Version, { stage, judge }: Promotion): Evidence {
  const unapproved = approvalRefusals(store, version, stage)
  const own = [...transitionRefusals(version, stage), ...unapproved]
  const { refusals, passed, unjudged, ...found } = judge(version, stage)
  const approvals = stage.approvals > 0 && unapproved.length === 0 ? [`approvals >= ${stage.approvals}`] : []
  const doubts = unjudged === undefined ? [] : [unjudged.message]
  return {
    refusals: [...own, ...refusals, ...doubts],
    passed: [...new Set([...passed, ...approvals])],
    unjudged: own.length > 0 ? undefined : unjudged,
    ...found,
  }
}

function transitionRefusals({ stage }: Version, { name, from }: StagePolicy): string[] {
  if (from === undefined || from.includes(stage)) return []
  return [`${name} takes versions from ${from.join(', ') || 'nowhere'}, and this one is in ${stage}`]
}

function approvalRefusals(store: Store, version: Version, stage: StagePolicy): string[] {
  const { approved, rejected, needed } = approvalState(store, version, stage)
  const against = rejected.map(({ actor, reason }) => `${actor} rejected it for ${stage.name}: ${reason}`)
  if (approved.length >= needed) return against
  const has = approved.length === 0 ? 'none' : `that of ${approved.map(({ actor }) => actor).join(', ')}`
  const people = needed === 1 ? '1 person' : `${needed} people`
  const who = `the approval of ${people} other than ${version.user}`
  const way = `mlreg approve ${version.name}/${version.version} --to ${stage.name}`
  return [...against, `${stage.name} needs ${who}, and it has ${has}: ${way}`]
}
