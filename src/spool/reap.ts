import { recordEvent } from '../store/events.ts'
import { type Run, runWithId, selectedRuns, updateRun } from '../store/runs.ts'
import type { Store } from '../store/store.ts'
import { replayEntry } from './replay.ts'
import type { SpoolEntry } from './spool-entry.ts'
import type { RunEnd, SpoolRecord } from './spool-record.ts'

export interface ReapRequest {
  /** Runs without a sign of life since then. */
  readonly beforeMs: number
  readonly nowMs: number
  readonly actor: string
  /** Whether whoever records a run, or the command itself, still lives. */
  isAlive(owner: SpoolRecord['owner']): boolean
}

export interface Reaped {
  readonly ended: readonly Run[]
  /** Without a sign of life, and yet alive: a machine slept, or the command outlived the mlreg that recorded it. */
  readonly alive: readonly Run[]
}

/**
 * Ends the runs that `mlreg run` began and did not live to end, as KILLED at the last sign of life, and stores what
 * they printed. Runs that `mlreg start` began give no sign of life, and are left to `mlreg finish`.
 */
export async function reap(
  store: Store,
  entries: readonly SpoolEntry[],
  request: ReapRequest,
): Promise<Reaped> {
  const ended = new Map<string, Run>()
  const alive: Run[] = []
  for (const entry of entries.filter(one => one.state !== 'ended')) {
    const record = entry.read()
    const before = runWithId(store, entry.id)
    const lastMs = before?.heartbeatMs ?? record.run.startMs
    if (lastMs >= request.beforeMs) continue
    if (request.isAlive(record.owner)) {
      if (before !== undefined) alive.push(before)
      continue
    }
    entry.end({ ...record, end: record.end ?? endBefore(before) ?? killedAt(lastMs) })
    await replayEntry(store, entry)
    const run = runWithId(store, entry.id)
    if (run !== undefined) ended.set(run.id, run)
  }
  const left = silentRuns(store, request.beforeMs).filter(run => !alive.some(({ id }) => id === run.id))
  for (const run of left) {
    store.write(() => updateRun(store, run.row, killedAt(run.heartbeatMs ?? run.startMs)))
    ended.set(run.id, runWithId(store, run.id) ?? run)
  }
  for (const run of ended.values()) tell(store, run, request)
  return { ended: [...ended.values()], alive }
}

/** How a run ended whose end was told elsewhere. */
function endBefore(run: Run | undefined): RunEnd | undefined {
  if (run === undefined || run.status === 'RUNNING' || run.endMs === null) return undefined
  const { status, endMs, exitCode, exitSignal } = run
  return { status, endMs, exitCode, exitSignal }
}

function killedAt(endMs: number): RunEnd {
  return { status: 'KILLED', endMs, exitCode: null, exitSignal: null }
}

function silentRuns(store: Store, beforeMs: number): Run[] {
  return selectedRuns(store, {
    where: "runs.status = 'RUNNING' AND runs.lifecycle = 'active' AND runs.heartbeat_ms < ?",
    values: [beforeMs],
    order: 'runs.id',
  }).runs
}

function tell(store: Store, run: Run, { nowMs, actor }: ReapRequest): void {
  const details = { status: run.status, end: run.endMs }
  const event = { timeMs: nowMs, actor, action: 'run.reap', kind: 'run', subject: run.id, details }
  store.write(() => recordEvent(store, event))
}
