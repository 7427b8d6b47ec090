import { counted } from '../../report/numbers.ts'
import type { ListedRun } from '../tracking/run-document.ts'
import { keysOf, ownColumn, type RunColumn, type ValueKind, valueColumn } from './run-columns.ts'

/** Columns that tell runs apart, and in words what was left out. */
export interface Differing {
  readonly columns: readonly RunColumn[]
  readonly left: readonly string[]
}

// More make a table that nobody reads; a spreadsheet gets them all.
const most = 12

const always = ['id', 'name', 'status'] as const
const ownIfDiffering = ['duration', 'experiment', 'user'] as const

/** Of many runs what differs; of one run all. What leaves a narrow terminal first comes last. */
export function differingColumns(listed: readonly ListedRun[]): Differing {
  const differs = (column: RunColumn) => new Set(listed.map(one => column.value(one))).size > 1
  const isOne = listed.length < 2
  const columnsOf = (kind: ValueKind) =>
    keysOf(kind, listed)
      .toSorted((a, b) => depth(a) - depth(b))
      .map(key => valueColumn(kind, key, listed))
  const [metrics, params] = [columnsOf('metrics'), columnsOf('params')]
  const shown = (columns: readonly RunColumn[]) => columns.filter(column => isOne || differs(column))
  const [differingMetrics, differingParams] = [shown(metrics), shown(params)]
  const columns = [
    ...always.map(ownColumn),
    ...differingMetrics.slice(0, most),
    ...differingParams.slice(0, most),
    ownColumn('start'),
    ...shown(ownIfDiffering.map(ownColumn)),
  ]
  const same = both(params.length - differingParams.length, metrics.length - differingMetrics.length)
  const more = both(beyond(differingParams), beyond(differingMetrics))
  return {
    columns,
    left: [
      ...(more === '' ? [] : [`${more} more (--columns, --format csv)`]),
      ...(same === '' ? [] : [`the same in all: ${same} (mlreg runs show, or --columns)`]),
    ],
  }
}

function beyond(columns: readonly RunColumn[]): number {
  return Math.max(0, columns.length - most)
}

function both(params: number, metrics: number): string {
  const parts = [params > 0 ? counted(params, 'param') : '', metrics > 0 ? counted(metrics, 'metric') : '']
  return parts.filter(part => part !== '').join(' and ')
}

/** Keys like paths: what stands for a whole comes before what is inside it. */
function depth(key: string): number {
  return key.split('/').length
}
