import { formatCount } from '../../report/numbers.ts'
import type { Block, Cell, Report, TableBlock } from '../../report/report.ts'
import type { Context, Outcome } from '../command.ts'
import { type ListedRun, listedRuns, runJson } from '../tracking/run-document.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { readingStore } from '../tracking/with-store.ts'
import { type Choice, chooseRuns } from './choose-runs.ts'
import { type Differing, differingColumns } from './differing-columns.ts'
import { bestOf } from './metric-direction.ts'
import { keysOf, namedColumns, ownColumn, type RunColumn, valueColumn } from './run-columns.ts'

type ListOptions = ReadOptions & Choice & { readonly columns?: readonly string[] }

export async function listRuns(context: Context<ListOptions>): Promise<Outcome> {
  const { io, options } = context
  return await readingStore(context, store => {
    const { runs, total, warnings } = chooseRuns(store, io, options)
    return { report: view(listedRuns(store, runs), total, options), fine: true, warnings }
  })
}

function view(listed: readonly ListedRun[], total: number, options: ListOptions): Report {
  const named = options.columns === undefined ? undefined : namedColumns(options.columns, listed)
  const shown: Differing = named === undefined ? differingColumns(listed) : { columns: named, left: [] }
  const best = bests(shown.columns, listed)
  return {
    data: { schema: 'mlreg.runs/1', shown: listed.length, total, runs: listed.map(runJson) },
    document: [
      table(listed, shown.columns, best, named !== undefined),
      ...notes(listed.length, total, shown, best),
    ],
    records: records(listed, named ?? everyColumn(listed)),
    checks: [],
    verdict: 'ok',
  }
}

/** The best value of each column whose metric has one. */
function bests(columns: readonly RunColumn[], listed: readonly ListedRun[]): Map<RunColumn, number> {
  const best = new Map<RunColumn, number>()
  for (const column of columns) {
    const key = /^metrics\.(.*)$/s.exec(column.name)?.[1]
    if (key === undefined) continue
    const value = bestOf(
      key,
      listed.map(({ values }) => values.metrics.get(key)),
    )
    if (value !== undefined) best.set(column, value)
  }
  return best
}

function table(
  listed: readonly ListedRun[],
  columns: readonly RunColumn[],
  best: ReadonlyMap<RunColumn, number>,
  isChosen: boolean,
): TableBlock {
  return {
    type: 'table',
    columns: columns.map(({ name, title, unit, align }) => ({
      title: unit === undefined ? title : `${title} (${unit})`,
      align,
      narrow: narrowness(name, align, isChosen),
    })),
    rows: listed.map(one => columns.map(column => cell(one, column, best.get(column)))),
    leftOut: '--columns, --wide',
  }
}

/** What was asked for by name stays; of the rest as much as fits, from the left. */
function narrowness(name: string, align: RunColumn['align'], isChosen: boolean) {
  if (name === 'id' || name === 'status') return 'keep'
  if (name === 'name') return 'shrink'
  if (!isChosen) return 'drop'
  return align === 'right' ? 'keep' : 'shrink'
}

function cell(listed: ListedRun, column: RunColumn, best: number | undefined): Cell {
  const text = column.text(listed)
  if (best !== undefined && column.value(listed) === best) return { text: `*${text}`, tone: 'good' }
  const tone = column.tone?.(listed)
  return tone === undefined ? { text } : { text, tone }
}

function notes(
  count: number,
  total: number,
  { left }: Differing,
  best: ReadonlyMap<RunColumn, number>,
): Block[] {
  const texts = [
    ...(total === 0 ? ['no runs'] : []),
    ...(count < total ? [`showing ${formatCount(count)} of ${formatCount(total)} (--limit 0 for all)`] : []),
    ...left,
    ...(best.size === 0 ? [] : ['* the best of those shown, by what the metric is called']),
  ]
  return texts.map(text => ({ type: 'note', text }))
}

/** For a spreadsheet: all that a run has, whether it differs or not. */
function everyColumn(listed: readonly ListedRun[]): RunColumn[] {
  return [
    ...['id', 'name', 'experiment', 'status', 'start', 'end', 'user'].map(ownColumn),
    ...(['params', 'metrics', 'tags'] as const).flatMap(kind =>
      keysOf(kind, listed).map(key => valueColumn(kind, key, listed)),
    ),
  ]
}

function records(listed: readonly ListedRun[], columns: readonly RunColumn[]): Report['records'] {
  return {
    columns: columns.map(({ name }) => name),
    rows: listed.map(one => columns.map(column => column.value(one))),
  }
}
