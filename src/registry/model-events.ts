import { eventsOf, recordEvent, type StoredEvent } from '../store/events.ts'
import type { Store } from '../store/store.ts'

/** Who changes something of a model, and when. */
export interface Actor {
  readonly actor: string
  readonly nowMs: number
}

/** What was done to a model, or was refused. */
export interface ModelEvent {
  readonly timeMs: number
  readonly actor: string
  /** `register`, `promote`, `archive`, `rollback`, `alias` … */
  readonly action: string
  readonly name: string
  readonly version: number | null
  /** Stages; of an alias the version that it named before; of a baseline digests. */
  readonly from: string | number | null
  readonly to: string | null
  readonly reason: string | null
  /** Whether something that spoke against it was overruled. */
  readonly forced: boolean
  /** Why it was not done: one sentence. */
  readonly refused: string | null
  readonly evidence: unknown
  /** Whatever else was recorded. */
  readonly more: Readonly<Record<string, unknown>>
}

/** Adds to the history of a model, inside the transaction of what it tells. */
export function recordModelEvent(
  store: Store,
  { actor, nowMs }: Actor,
  name: string,
  what: string,
  details: Readonly<Record<string, unknown>>,
): void {
  recordEvent(store, {
    ...{ timeMs: nowMs, actor, action: `model.${what}`, kind: 'model', subject: name },
    details,
  })
  if (details.refused !== undefined) return
  store.database.prepare('UPDATE models SET updated_ms = max(updated_ms, ?) WHERE name = ?').run(nowMs, name)
}

/** What happened to a model, oldest first, be it deleted or not. */
export function modelEvents(store: Store, name: string): ModelEvent[] {
  return eventsOf(store, 'model', name).map(toModelEvent)
}

function toModelEvent({ timeMs, actor, action, subject, details }: StoredEvent): ModelEvent {
  const { version, from, to, reason, forced, refused, evidence, ...more } = details as Partial<ModelEvent>
  return {
    timeMs,
    actor,
    action: action.replace(/^model\./, ''),
    name: subject,
    version: version ?? null,
    from: from ?? null,
    to: to ?? null,
    reason: reason ?? null,
    forced: forced === true,
    refused: refused ?? null,
    evidence: evidence ?? null,
    more,
  }
}
