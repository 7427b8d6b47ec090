import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '../../src/store/new-id.ts'
import { openStore, type WriteAccess } from '../../src/store/open-store.ts'
import { insertRun, type Run, runWithId } from '../../src/store/runs.ts'
import type { Store } from '../../src/store/store.ts'

export const access: WriteAccess = { lockTimeoutMs: 60_000, allowNetwork: false }

export function newDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'mlreg-store-'))
}

/** A store of its own in a directory that did not exist. */
export async function newStore(): Promise<Store> {
  return await openStore(join(newDirectory(), '.mlreg'), access)
}

/** A run in the default experiment. */
export function newRun(store: Store, name?: string): Run {
  const id = newId()
  store.write(() => insertRun(store, { id, experimentId: '0', name, startMs: 1_000, user: 'tester' }))
  return runWithId(store, id) as Run
}
