import { keysOf } from '../store/run-rows.ts'
import { type RunValues, runValues } from '../store/run-values.ts'
import { type Run, selectedRuns } from '../store/runs.ts'
import type { Store } from '../store/store.ts'
import type { Column, Table, Value } from './table.ts'

const pageSize = 500

type Part = readonly [column: Column, value: (run: Run, values: RunValues) => Value]

/** What every run has, whatever was logged of it. */
const own: readonly Part[] = [
  [{ name: 'id', type: 'text' }, run => run.id],
  [{ name: 'name', type: 'text' }, run => run.name],
  [{ name: 'experiment', type: 'text' }, run => run.experiment],
  [{ name: 'status', type: 'text' }, run => run.status],
  [{ name: 'lifecycle', type: 'text' }, run => run.lifecycle],
  [{ name: 'start', type: 'time' }, run => run.startMs],
  [{ name: 'end', type: 'time' }, run => run.endMs],
  [{ name: 'durationMs', type: 'integer' }, run => (run.endMs === null ? null : run.endMs - run.startMs)],
  [{ name: 'user', type: 'text' }, run => run.user],
  [{ name: 'parent', type: 'text' }, run => run.parent],
  [{ name: 'git.commit', type: 'text' }, run => run.git?.commit ?? null],
  [{ name: 'git.branch', type: 'text' }, run => run.git?.branch ?? null],
  [{ name: 'git.dirty', type: 'boolean' }, run => run.git?.dirty ?? null],
  [{ name: 'artifacts.files', type: 'integer' }, (_, values) => values.artifacts.files],
  [{ name: 'artifacts.bytes', type: 'integer' }, (_, values) => values.artifacts.bytes],
]

/** A row a run, a column for every param, latest metric and tag that any of the runs has. */
export function runTable(store: Store, rows: readonly number[]): Table {
  const parts = [...own, ...logged(store, rows)]
  return {
    columns: parts.map(([column]) => column),
    *rows() {
      for (const [run, values] of runsInPages(store, rows)) yield parts.map(([, value]) => value(run, values))
    },
  }
}

function logged(store: Store, rows: readonly number[]): Part[] {
  const text = (kind: 'params' | 'tags') =>
    keysOf(store, kind, rows).map(
      (key): Part => [{ name: `${kind}.${key}`, type: 'text' }, (_, values) => values[kind].get(key) ?? null],
    )
  const metrics = keysOf(store, 'metrics', rows).map(
    (key): Part => [
      { name: `metrics.${key}`, type: 'number' },
      (_, values) => values.metrics.get(key) ?? null,
    ],
  )
  return [...text('params'), ...metrics, ...text('tags')]
}

/** The runs with what a list shows of them, some hundred at a time. */
function* runsInPages(store: Store, rows: readonly number[]): Generator<readonly [Run, RunValues]> {
  for (const runs of pagesOfRuns(store, rows)) {
    const values = runValues(store, runs)
    for (const [i, run] of runs.entries()) yield [run, values[i] as RunValues]
  }
}

/** The runs of these rows in their order, some hundred at a time. */
export function* pagesOfRuns(store: Store, rows: readonly number[]): Generator<Run[]> {
  for (let start = 0; start < rows.length; start += pageSize) {
    yield selectedRuns(store, {
      where: 'runs.id IN (SELECT value FROM json_each(?))',
      values: [JSON.stringify(rows.slice(start, start + pageSize))],
      order: 'runs.id',
    }).runs
  }
}
