import { existsSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { collectFiles } from '../artifacts/collect-files.ts'
import { putArtifacts } from '../artifacts/put-artifacts.ts'
import { MlregError } from '../errors.ts'
import { recordBeginning } from '../store/begin-run.ts'
import { putDataInput } from '../store/data-inputs.ts'
import { recordEvent } from '../store/events.ts'
import { type Run, runWithId, updateRun } from '../store/runs.ts'
import type { Store } from '../store/store.ts'
import { recordScalars } from './record-scalars.ts'
import type { SpoolEntry } from './spool-entry.ts'
import type { RunEnd, SpoolRecord } from './spool-record.ts'

/**
 * Records what waits. Any number of processes may do it at once and any of them may be killed: each step finds done what
 * another has done, and the entry goes last.
 */
export async function replayEntry(store: Store, entry: SpoolEntry): Promise<void> {
  // Somebody else's link would have us store what it leads to.
  if (!lstatSync(entry.directory).isDirectory()) throw notOurs(entry)
  const record = entry.read()
  const run = store.write(() => recordBeginning(store, record.run))
  if (entry.state === 'new') return
  recordScalars(store, run, entry.scalars)
  if (record.end !== null) recordEnd(store, record, record.end)
  // Last, since a disk may have room for rows and none for files.
  await recordFiles(store, run, record, entry)
  entry.remove()
}

/** What is known of the run's surroundings, data and end: one transaction, which does nothing the second time. */
export function recordEnd(store: Store, record: SpoolRecord, end: RunEnd): void {
  const { id, user } = record.run
  store.write(() => {
    const run = runWithId(store, id)
    if (run === undefined) return
    for (const input of record.data) putDataInput(store, run, input, record.run.startMs)
    const { git, environment, resources } = record
    const known = { git, ...(environment && { environment }), ...(resources && { resources }) }
    const isOpen = run.status === 'RUNNING' || run.status === 'SCHEDULED'
    // The command may have said itself how it ended; only an end of its own that says otherwise counts more.
    const says = isOpen || end.status !== 'FINISHED' ? { status: end.status } : {}
    const { endMs, exitCode, exitSignal } = end
    const isRecorded = !isOpen && run.exitCode === exitCode && run.exitSignal === exitSignal
    updateRun(store, run.row, { ...known, ...(isRecorded ? {} : { ...says, endMs, exitCode, exitSignal }) })
    if (isRecorded) return
    recordEvent(store, {
      timeMs: endMs,
      actor: user,
      action: 'run.finish',
      kind: 'run',
      subject: id,
      details: { from: run.status, to: says.status ?? run.status, exitCode, exitSignal },
    })
  })
}

/** Every file below `files/` is an artifact of its name. */
async function recordFiles(
  store: Store,
  run: Run,
  { run: { user, startMs }, end }: SpoolRecord,
  { files }: SpoolEntry,
): Promise<void> {
  const names = existsSync(files) ? readdirSync(files).sort() : []
  const found = await Promise.all(
    names.map(name => collectFiles(join(files, name), { name }).catch(() => [])),
  )
  const sources = found.flat()
  if (sources.length === 0) return
  await putArtifacts(store, run, sources, { actor: user, nowMs: end?.endMs ?? startMs })
}

function notOurs(entry: SpoolEntry): MlregError {
  return new MlregError('bad-input', `${entry.directory} is no directory that mlreg made`)
}
