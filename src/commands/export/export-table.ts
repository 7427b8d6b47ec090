import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { historyTable } from '../../exchange/history-table.ts'
import { newFile } from '../../exchange/new-file.ts'
import { pagesOfRuns, runTable } from '../../exchange/run-table.ts'
import { writeCsv } from '../../exchange/write-csv.ts'
import { writeLines } from '../../exchange/write-lines.ts'
import { writeParquet } from '../../exchange/write-parquet.ts'
import { inOneView, pointsOf } from '../../store/run-rows.ts'
import type { Store } from '../../store/store.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import { metricJson } from '../tracking/metric-value.ts'
import { fullRunJson, isoTime } from '../tracking/run-document.ts'
import { readingStore } from '../tracking/with-store.ts'
import { type ScopeOptions, scopedRows } from './run-scope.ts'

interface TableOptions extends ScopeOptions {
  readonly history?: boolean
}

type TableFormat = 'csv' | 'parquet' | 'jsonl'

/** Writes the runs as the store is at one moment. */
export async function exportTable(
  context: Context<TableOptions, readonly [file: string]>,
  format: TableFormat,
): Promise<Outcome> {
  const { io, options, operands } = context
  const target = resolve(io.cwd, operands[0])
  return await readingStore(context, store =>
    inOneView(store, async () => {
      const runs = scopedRows(store, context)
      const rows = await newFile(target, options.force === true, path =>
        write[format](path, store, runs, options.history === true),
      )
      const done = { format, path: target, runs: runs.length, rows, bytes: statSync(target).size }
      return acknowledgement(options, 'mlreg.export/1', done, `${escapeText(target)}\n`)
    }),
  )
}

type Write = (path: string, store: Store, runs: readonly number[], history: boolean) => Promise<number>

const write: Readonly<Record<TableFormat, Write>> = {
  csv: (path, store, runs, history) => writeCsv(path, (history ? historyTable : runTable)(store, runs)),
  parquet: (path, store, runs, history) =>
    writeParquet(path, (history ? historyTable : runTable)(store, runs)),
  jsonl: (path, store, runs, history) =>
    writeLines(path, history ? pointLines(store, runs) : runLines(store, runs)),
}

function* runLines(store: Store, rows: readonly number[]): Generator<string> {
  for (const runs of pagesOfRuns(store, rows)) {
    for (const run of runs) yield `${JSON.stringify(fullRunJson(store, run))}\n`
  }
}

function* pointLines(store: Store, rows: readonly number[]): Generator<string> {
  for (const { run, key, step, timeMs, value } of pointsOf(store, rows)) {
    yield `${JSON.stringify({ run, key, step, time: isoTime(timeMs), value: metricJson(value) })}\n`
  }
}
