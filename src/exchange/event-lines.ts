import { allEvents } from '../store/events.ts'
import type { Store } from '../store/store.ts'

/** The audit, an event a line of JSON, oldest first: all that the hashes cover, as it was hashed. */
export function* eventLines(store: Store): Generator<string> {
  for (const { id, time_ms: timeMs, hash, ...event } of allEvents(store)) {
    const time = Math.abs(timeMs) <= 8.64e15 ? new Date(timeMs).toISOString() : null
    yield `${JSON.stringify({ id, time, timeMs, ...event, hash })}\n`
  }
}
