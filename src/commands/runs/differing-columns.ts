import { counted } from '../../report/numbers.ts'
import type { ListedRun } from '../tracking/run-document.ts'
import { keysOf, ownColumn, type RunColumn, type ValueKind, valueColumn } from './run-columns.ts'

/** Columns that tell runs apart, and in words what was left out because it is the same in all. */
export interface Differing {
  readonly columns: readonly RunColumn[]
  readonly same?: string
}

const always = ['id', 'name', 'status'] as const
const ownIfDiffering = ['duration', 'experiment', 'user'] as const

/** Of many runs what differs; of one run all. What leaves a narrow terminal first comes last. */
export function differingColumns(listed: readonly ListedRun[]): Differing {
  const differs = (column: RunColumn) => new Set(listed.map(one => column.value(one))).size > 1
  const isOne = listed.length < 2
  const columnsOf = (kind: ValueKind) => keysOf(kind, listed).map(key => valueColumn(kind, key, listed))
  const [metrics, params] = [columnsOf('metrics'), columnsOf('params')]
  const shown = (columns: readonly RunColumn[]) => columns.filter(column => isOne || differs(column))
  const columns = [
    ...always.map(ownColumn),
    ...shown(metrics),
    ...shown(params),
    ownColumn('start'),
    ...shown(ownIfDiffering.map(ownColumn)),
  ]
  const left = [
    { noun: 'param', count: params.length - shown(params).length },
    { noun: 'metric', count: metrics.length - shown(metrics).length },
  ].filter(({ count }) => count > 0)
  if (left.length === 0) return { columns }
  const what = left.map(({ count, noun }) => counted(count, noun)).join(' and ')
  return { columns, same: `the same in all: ${what} (mlreg runs show, or --columns)` }
}
