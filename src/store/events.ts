import { createHash } from 'node:crypto'
import { MlregError } from '../errors.ts'
import type { Store } from './store.ts'

/** What was done, for the audit: who and when, to what, and whatever explains it. */
export interface NewEvent {
  readonly timeMs: number
  readonly actor: string
  /** `run.start`, `artifact.put`, `experiment.delete` … */
  readonly action: string
  /** What the subject is: `run`, `experiment`, `model` … */
  readonly kind: string
  /** Its id or name. */
  readonly subject: string
  readonly details?: Readonly<Record<string, unknown>>
}

export interface StoredEvent extends Required<NewEvent> {
  readonly id: number
  readonly hash: string
}

/** An event's row. `details` is JSON, kept as the text that was hashed. */
export interface EventRow {
  readonly id: number
  readonly time_ms: number
  readonly actor: string
  readonly action: string
  readonly kind: string
  readonly subject: string
  readonly details: string
  readonly hash: string
}

/** Adds an event, inside the transaction of what it tells. */
export function recordEvent({ database }: Store, event: NewEvent): void {
  const previous = database
    .prepare<[], string>('SELECT hash FROM events ORDER BY id DESC LIMIT 1')
    .pluck()
    .get()
  const row = {
    time_ms: event.timeMs,
    actor: wellFormed(event.actor),
    action: event.action,
    kind: event.kind,
    subject: wellFormed(event.subject),
    details: JSON.stringify(event.details ?? {}),
  }
  database
    .prepare(
      `INSERT INTO events (time_ms, actor, action, kind, subject, details, hash)
       VALUES (:time_ms, :actor, :action, :kind, :subject, :details, :hash)`,
    )
    .run({ ...row, hash: hashAfter(previous ?? '', row) })
}

/** As SQLite will have it: half of a character becomes U+FFFD there, which the hash has to cover. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString()
}

/** The events of one subject, oldest first. Throws `corrupt` for one whose details are not what mlreg writes. */
export function eventsOf({ database }: Store, kind: string, subject: string): StoredEvent[] {
  return database
    .prepare<[string, string], EventRow>('SELECT * FROM events WHERE kind = ? AND subject = ? ORDER BY id')
    .all(kind, subject)
    .map(({ time_ms, details, ...row }) => ({ ...row, timeMs: time_ms, details: readDetails(row, details) }))
}

function readDetails(
  { id, action, subject }: Pick<EventRow, 'id' | 'action' | 'subject'>,
  text: string,
): Record<string, unknown> {
  let details: unknown
  try {
    details = JSON.parse(text)
  } catch {
    details = undefined
  }
  if (typeof details === 'object' && details !== null && !Array.isArray(details)) return { ...details }
  throw new MlregError('corrupt', `event ${id} (${action} of ${subject}) is not what was recorded`, {
    hint: 'look for more with "mlreg audit verify", and restore a backup',
  })
}

/** All events as they are stored, oldest first, one at a time. */
export function allEvents({ database }: Store): IterableIterator<EventRow> {
  return database.prepare<[], EventRow>('SELECT * FROM events ORDER BY id').iterate()
}

/**
 * What an event's hash has to be after that of the event before it, '' for the first: SHA-256 over the JSON text of
 * `[previous, time_ms, actor, action, kind, subject, details]`, in UTF-8 without spaces.
 */
export function hashAfter(previous: string, event: Omit<EventRow, 'id' | 'hash'>): string {
  const { time_ms, actor, action, kind, subject, details } = event
  return createHash('sha256')
    .update(JSON.stringify([previous, time_ms, actor, action, kind, subject, details]))
    .digest('hex')
}
