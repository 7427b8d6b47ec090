import { MlregError } from '../../errors.ts'
import type { Io } from '../../io.ts'
import { spoolEntries } from '../../spool/spool-entry.ts'
import { spoolDirectories } from '../../spool/spool-place.ts'
import { findStore } from '../../store/find-store.ts'
import { openForReading } from '../../store/open-for-reading.ts'
import { openStore, type WriteAccess } from '../../store/open-store.ts'
import { asStoreError } from '../../store/sqlite-error.ts'
import type { Store } from '../../store/store.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context } from '../command.ts'
import type { ReadOptions, WriteOptions } from './store-options.ts'

const defaultLockTimeoutMs = 60_000

/** What opening a store for reading takes of a command. */
export type ReadingContext = Pick<Context<Pick<ReadOptions, 'store'>>, 'io' | 'options'>

/** Opens the store for reading, hands it to the work and closes it. Never makes one, waits or leaves a file. */
export async function readingStore<T>(
  { io, options }: ReadingContext,
  work: (store: Store) => T | Promise<T>,
): Promise<T> {
  const { directory, exists } = findStore(io.cwd, options.store)
  if (!exists && options.store === undefined) throw noStore(io)
  return await using(await openForReading(directory), work)
}

function noStore(io: Io): MlregError {
  return new MlregError('not-found', `there is no store: no .mlreg in ${io.cwd} or above`, {
    hint: 'name one with --store or MLREG_STORE, or make one with "mlreg init"',
  })
}

/** Opens the store for writing, made where there is none, hands it to the work and closes it. */
export async function writingStore<T>(
  { io, options }: Pick<Context<WriteOptions>, 'io' | 'options'>,
  work: (store: Store) => T | Promise<T>,
): Promise<T> {
  const { directory } = findStore(io.cwd, options.store)
  const onCreate = () => io.stderr(`mlreg: made the store ${escapeText(directory)}\n`)
  return await using(await openStore(directory, { ...writeAccess(io, options), onCreate }), async store => {
    await recordWaiting(store, io)
    return await work(store)
  })
}

/** Runs that the store could not take when they ended, or began, are recorded by whoever can write to it next. */
export async function recordWaiting(store: Store, io: Io): Promise<void> {
  const entries = spoolEntries(spoolDirectories(store.directory, io.env)).filter(one => one.state !== 'open')
  if (entries.length === 0) return
  const { replayAll } = await import('../../spool/replay-all.ts')
  for (const trouble of await replayAll(store, entries)) io.stderr(`warning: ${escapeText(trouble)}\n`)
}

/** How the options want a store to be written. */
export function writeAccess(io: Io, { lockTimeout, allowNetworkFs }: WriteOptions): WriteAccess {
  return {
    lockTimeoutMs: lockTimeout ?? defaultLockTimeoutMs,
    allowNetwork: allowNetworkFs === true,
    onWait: () => io.stderr('mlreg: another mlreg is writing to the store: waiting\n'),
  }
}

async function using<T>(store: Store, work: (store: Store) => T | Promise<T>): Promise<T> {
  try {
    return await work(store)
  } catch (error) {
    throw asStoreError(error, store.directory)
  } finally {
    store.close()
  }
}
