import { MlregError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import { updateVersion, type Version } from './versions.ts'

/** Puts a version into a stage. Whoever began before cannot have known. */
export function moveVersion(store: Store, version: Version, stage: string, nowMs: number): void {
  updateVersion(store, version, {
    ...{ stage, stagedMs: nowMs, leftStage: version.stage, movedMs: Date.now() },
  })
}

/** What a change of a stage rests on. */
export interface Beginning {
  /** When the command began, by the machine's own clock. */
  readonly startedMs: number
  readonly stage: string
  /** Whether it matters which versions came into the stage or left it. */
  readonly exclusive: boolean
}

interface Move {
  readonly id: number
  readonly version: number
  readonly stage: string
  readonly left_stage: string
  readonly lifecycle: string
}

/**
 * Two changes of one stage at the same moment are two answers to one question, of which the second did not know the
 * first. Throws `conflict` when this version, or one in the stage, was moved or deleted since the command began.
 */
export function refuseOvertaken({ database }: Store, version: Version, begun: Beginning): void {
  const sql = `SELECT id, version, stage, left_stage, lifecycle FROM versions
     WHERE model = ? AND moved_ms > ? AND moved_ms <= ? ORDER BY moved_ms DESC`
  // What lies in the future was written before the clock was put back, and would stand in the way until then.
  const moves = database
    .prepare<[number, number, number], Move>(sql)
    .all(version.modelRow, begun.startedMs, Date.now())
  const { stage, exclusive } = begun
  const move = moves.find(
    one => one.id === version.row || (exclusive && (one.stage === stage || one.left_stage === stage)),
  )
  if (move === undefined) return
  const done = move.lifecycle === 'deleted' ? 'was deleted' : `went from ${move.left_stage} to ${move.stage}`
  throw new MlregError('conflict', `${version.name}/${move.version} ${done} while this command began`, {
    hint: `nothing was changed; look at it, and decide anew: mlreg history ${version.name}`,
  })
}
