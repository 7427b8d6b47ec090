import { createHash } from 'node:crypto'
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

interface EventRow {
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
  const details = JSON.stringify(event.details ?? {})
  const { timeMs, actor, action, kind, subject } = event
  const hash = hashOf(previous ?? '', [timeMs, actor, action, kind, subject, details])
  database
    .prepare(
      'INSERT INTO events (time_ms, actor, action, kind, subject, details, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    .run(timeMs, actor, action, kind, subject, details, hash)
}

/** The events of one subject, oldest first. */
export function eventsOf({ database }: Store, kind: string, subject: string): StoredEvent[] {
  return database
    .prepare<[string, string], EventRow>('SELECT * FROM events WHERE kind = ? AND subject = ? ORDER BY id')
    .all(kind, subject)
    .map(({ time_ms, details, ...row }) => ({ ...row, timeMs: time_ms, details: JSON.parse(details) }))
}

/** The id of the first event that is not what was recorded, or follows a missing one; undefined when all are. */
export function firstBrokenEvent({ database }: Store): number | undefined {
  let previous = ''
  for (const row of database.prepare<[], EventRow>('SELECT * FROM events ORDER BY id').iterate()) {
    const { time_ms, actor, action, kind, subject, details } = row
    if (row.hash !== hashOf(previous, [time_ms, actor, action, kind, subject, details])) return row.id
    previous = row.hash
  }
  return undefined
}

function hashOf(previous: string, fields: readonly (string | number)[]): string {
  return createHash('sha256')
    .update(JSON.stringify([previous, ...fields]))
    .digest('hex')
}
