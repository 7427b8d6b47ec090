import { newId } from './new-id.ts'
import type { Store } from './store.ts'

/** Says that the store is being copied: nothing is collected as long as it is renewed. */
export interface Pin {
  /** Has to be called at least every ten minutes. */
  renew(): void
  remove(): void
}

/** A pin that was not renewed for so long belongs to a process that died. */
const pinLifeMs = 10 * 60_000

export function placePin(store: Store, purpose: string, clock: () => number): Pin {
  const id = newId()
  const { database } = store
  store.write(() => {
    database
      .prepare('INSERT INTO pins (id, purpose, heartbeat_ms) VALUES (?, ?, ?)')
      .run(id, purpose, clock())
  })
  return {
    renew: () =>
      store.write(() => {
        database.prepare('UPDATE pins SET heartbeat_ms = ? WHERE id = ?').run(clock(), id)
      }),
    remove: () => store.write(() => void database.prepare('DELETE FROM pins WHERE id = ?').run(id)),
  }
}

/** What the store is being copied for, if it is. A clock that was set back keeps a pin alive, never the opposite. */
export function livingPin({ database }: Store, nowMs: number): string | undefined {
  return database
    .prepare<[number], string>('SELECT purpose FROM pins WHERE heartbeat_ms > ? LIMIT 1')
    .pluck()
    .get(nowMs - pinLifeMs)
}
