import { MlregError } from '../errors.ts'
import type { Database } from './sqlite.ts'

export interface Waiting {
  /** How long to wait for other writers, in milliseconds. */
  readonly lockTimeoutMs: number
  /** Called once, when the wait has become noticeable. */
  onWait?(): void
}

const noticeableMs = 2_000

/**
 * Runs the work in a transaction that begins with the write lock. SQLite's own waiting ends in steps of 100 ms, which
 * starves a process among many; a try every few milliseconds at random is fair. A transaction that reads before it asks
 * for the lock would be refused without any waiting. `check` is the first thing inside.
 */
export function writeTransaction<T>(
  database: Database,
  waiting: Waiting,
  check: () => void,
  work: () => T,
): T {
  begin(database, waiting)
  try {
    check()
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    // SQLite has rolled back by itself after some errors.
    if (database.inTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function begin(database: Database, { lockTimeoutMs, onWait }: Waiting): void {
  const started = performance.now()
  let noticed = false
  database.pragma('busy_timeout = 0')
  try {
    while (!tryBegin(database)) {
      const waited = performance.now() - started
      if (waited >= lockTimeoutMs) throw lockedFor(lockTimeoutMs)
      if (waited >= noticeableMs && !noticed) {
        noticed = true
        onWait?.()
      }
      pause(1 + Math.random() * 4)
    }
  } finally {
    database.pragma(`busy_timeout = ${busyTimeoutMs}`)
  }
}

/** For reads, which wait only while another process recovers or closes the store. */
export const busyTimeoutMs = 60_000

function tryBegin(database: Database): boolean {
  try {
    database.exec('BEGIN IMMEDIATE')
    return true
  } catch (error) {
    if (/^SQLITE_BUSY/.test(String((error as { code?: unknown }).code))) return false
    throw error
  }
}

function lockedFor(ms: number): MlregError {
  return new MlregError('locked', `another mlreg has been writing to the store for ${ms / 1000} s`, {
    hint: 'nothing was written: try again, or raise --lock-timeout',
  })
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
