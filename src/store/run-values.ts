import type { Run } from './runs.ts'
import type { Store } from './store.ts'
import { fromStored, type StoredValue } from './stored-value.ts'

/** What a list shows of each run beside its row. Keys are in code point order. */
export interface RunValues {
  readonly params: ReadonlyMap<string, string>
  readonly tags: ReadonlyMap<string, string>
  /** The latest value of each metric. */
  readonly metrics: ReadonlyMap<string, number>
  readonly artifacts: { readonly files: number; readonly bytes: number }
}

/** The values of many runs in four queries, in the order of the runs. */
export function runValues(store: Store, runs: readonly Run[]): RunValues[] {
  const rows = JSON.stringify(runs.map(run => run.row))
  const params = pairsOf(store, 'params', rows)
  const tags = pairsOf(store, 'tags', rows)
  const metrics = latestOf(store, rows)
  const artifacts = totalsOf(store, rows)
  return runs.map(({ row }) => ({
    params: params.get(row) ?? new Map(),
    tags: tags.get(row) ?? new Map(),
    metrics: metrics.get(row) ?? new Map(),
    artifacts: artifacts.get(row) ?? { files: 0, bytes: 0 },
  }))
}

const ofRuns = 'WHERE run IN (SELECT value FROM json_each(?))'

function pairsOf({ database }: Store, table: 'params' | 'tags', rows: string) {
  const found = database
    .prepare<[string], { run: number; key: string; value: string }>(
      `SELECT run, key, value FROM ${table} ${ofRuns} ORDER BY run, key`,
    )
    .all(rows)
  return grouped(found, row => row.value)
}

function latestOf({ database }: Store, rows: string) {
  const found = database
    .prepare<[string], StoredValue & { run: number; key: string }>(
      `SELECT run, key, value, is_nan, is_negative_zero FROM latest_metrics ${ofRuns} ORDER BY run, key`,
    )
    .all(rows)
  return grouped(found, fromStored)
}

function grouped<Row extends { run: number; key: string }, Value>(
  rows: readonly Row[],
  toValue: (row: Row) => Value,
): Map<number, Map<string, Value>> {
  const groups = new Map<number, Map<string, Value>>()
  for (const row of rows) {
    const group = groups.get(row.run) ?? new Map<string, Value>()
    groups.set(row.run, group.set(row.key, toValue(row)))
  }
  return groups
}

function totalsOf({ database }: Store, rows: string) {
  const found = database
    .prepare<[string], { run: number; files: number; bytes: number }>(
      `SELECT run, count(*) AS files, sum(bytes) AS bytes
       FROM artifacts JOIN blobs USING (digest) ${ofRuns} GROUP BY run`,
    )
    .all(rows)
  return new Map(found.map(({ run, files, bytes }) => [run, { files, bytes }]))
}
