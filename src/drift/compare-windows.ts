import type { OpenedWindow, WindowColumn } from '../data/window.ts'
import type { OpaqueProfile, Profiler } from '../profile/profiler.ts'
import { summarize } from '../profile/summary.ts'
import { withProfile } from '../profile/with-profile.ts'
import type { ColumnMeasure, MeasurePlan } from './measure-column.ts'
import type { KeptPool } from './measure-pool.ts'
import { type MeasureRequest, measureWindows, opaqueProfiles } from './measure-windows.ts'
import { type PlannedColumn, type PlanOptions, planColumns } from './plan-columns.ts'
import type { MeasuredColumn } from './policy.ts'

export interface Side {
  readonly window: OpenedWindow
  readonly profiler: Profiler
}

export interface CompareOptions extends PlanOptions, MeasurePlan {
  /** Columns of the reference that take part, in its order. */
  readonly columns: readonly WindowColumn[]
  /** Called with each column once it is measured. */
  readonly onMeasured?: (name: string) => void
  /** Of a caller with many comparisons, who closes it. */
  readonly threads?: KeptPool
}

/** Measures the reference's columns in both windows: in the reference's order, missing and incomparable ones included. */
export async function compareWindows(
  reference: Side,
  current: Side,
  options: CompareOptions,
): Promise<readonly MeasuredColumn[]> {
  const measures = new Map<string, ColumnMeasure>()
  const { tests, settings, bins, confidence, weighs } = options
  const plan = { tests, settings, bins, confidence, weighs }
  const profilers = { reference: reference.profiler, current: current.profiler }
  const planOf = (columns: readonly WindowColumn[], categories: ReadonlyMap<string, OpaqueProfile>) =>
    planColumns(columns, current.window.columns, categories, options)
  const measure = async (columns: readonly PlannedColumn[]) => {
    const requests = columns.filter(column => column.current !== undefined).map(toRequest)
    const done = (name: string, found: ColumnMeasure) => {
      measures.set(name, found)
      options.onMeasured?.(name)
    }
    await measureWindows(profilers, requests, plan, done, options.threads)
    return columns
  }
  const isCategorical = ({ kind }: WindowColumn) => kind === 'categorical'
  const categorical = options.columns.filter(isCategorical)
  // Only of categories it has to be known how many there are before they are fetched: all else starts at once, and first.
  const others = measure(
    planOf(
      options.columns.filter(column => !isCategorical(column)),
      new Map(),
    ),
  )
  const counting = opaqueProfiles(
    reference.profiler,
    categorical.map(({ name }) => name),
  )
  const parts = await Promise.all([
    others,
    counting.then(categories => measure(planOf(categorical, categories))),
  ])
  const inOrder = new Map(parts.flat().map(column => [column.name, column]))
  const planned = options.columns.map(({ name }) => inOrder.get(name) as PlannedColumn)
  await measureMissing(reference.profiler, planned, measures)
  return planned.map(column => ({
    name: column.name,
    role: column.role,
    kind: column.kind,
    missing: column.current === undefined && column.notCompared === undefined,
    ...(column.notCompared === undefined ? {} : { notCompared: column.notCompared }),
    ...(column.current?.changed ? { changed: column.current.changed } : {}),
    measure: measures.get(column.name) as ColumnMeasure,
  }))
}

function toRequest({ name, as, currentAs }: PlannedColumn): MeasureRequest {
  return { name, reference: as, current: currentAs }
}

/** Of a column that the current window lacks, the reference's summary is all there is. */
async function measureMissing(
  reference: Profiler,
  planned: readonly PlannedColumn[],
  measures: Map<string, ColumnMeasure>,
): Promise<void> {
  const missing = planned.filter(column => column.current === undefined)
  for await (const input of reference.profile(missing.map(({ name, as }) => ({ name, as })))) {
    const summary = withProfile(input, undefined, profile => summarize(profile, input.distinct))
    measures.set(input.name, { reference: summary, tests: {}, unavailable: {} })
  }
}
