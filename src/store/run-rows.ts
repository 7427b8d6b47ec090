import type { Lifecycle } from './experiments.ts'
import type { Store } from './store.ts'
import { fromStored, type StoredValue } from './stored-value.ts'

/** Which runs go out: those of some experiments, by id, or of all. */
export interface RunScope {
  readonly experiments?: readonly string[]
  /** Left out, deleted ones too. */
  readonly lifecycle?: Lifecycle
}

/** The rows of the runs, in the order they were recorded: millions of numbers are few bytes. */
export function runRows({ database }: Store, { experiments, lifecycle }: RunScope): number[] {
  return database
    .prepare<[string | null, string | null, string | null, string | null], number>(
      `SELECT id FROM runs WHERE (? IS NULL OR experiment IN (SELECT value FROM json_each(?)))
       AND (? IS NULL OR lifecycle = ?) ORDER BY id`,
    )
    .pluck()
    .all(...twice(experiments ? JSON.stringify(experiments.map(Number)) : null), ...twice(lifecycle ?? null))
}

function twice<T>(value: T): [T, T] {
  return [value, value]
}

export type KeyKind = 'params' | 'metrics' | 'tags'

/** Every key that any of the runs has, in code point order. */
export function keysOf({ database }: Store, kind: KeyKind, rows: readonly number[]): string[] {
  const table = kind === 'metrics' ? 'latest_metrics' : kind
  return database
    .prepare<[string], string>(
      `SELECT DISTINCT key FROM ${table} WHERE run IN (SELECT value FROM json_each(?)) ORDER BY key`,
    )
    .pluck()
    .all(JSON.stringify(rows))
}

export interface RunPoint {
  readonly run: string
  readonly key: string
  readonly step: number
  readonly timeMs: number
  readonly value: number
}

/** Every point of every metric of the runs, by run, key, step, time and value, one at a time. */
export function* pointsOf({ database }: Store, rows: readonly number[]): Generator<RunPoint> {
  const found = database.prepare<
    [number],
    StoredValue & { run_id: string; key: string; step: number; time_ms: number }
  >(
    `SELECT runs.run_id, metrics.key, step, time_ms, value, is_nan, is_negative_zero
       FROM metrics JOIN runs ON runs.id = metrics.run WHERE run = ?
       ORDER BY metrics.key, step, time_ms, value, is_nan, is_negative_zero`,
  )
  for (const row of rows) {
    for (const { run_id, key, step, time_ms, ...stored } of found.iterate(row)) {
      yield { run: run_id, key, step, timeMs: time_ms, value: fromStored(stored) }
    }
  }
}

/** Runs the work on the store as it is now, whatever others write meanwhile. */
export async function inOneView<T>({ database }: Store, work: () => Promise<T>): Promise<T> {
  database.exec('BEGIN')
  try {
    return await work()
  } finally {
    database.exec('COMMIT')
  }
}
