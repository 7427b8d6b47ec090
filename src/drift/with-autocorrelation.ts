import type { Engine } from '../data/engine.ts'
import type { OpenedWindow } from '../data/window.ts'
import { leadingRows } from '../profile/leading-rows.ts'
import {
  type AutocorrelationTime,
  autocorrelationTime,
  categoryAutocorrelationTime,
} from '../stats/autocorrelation-time.ts'
import { bothTimes, leadingTime, mostLeadingRows } from './autocorrelation.ts'
import type { MeasuredColumn } from './policy.ts'

/** A query for the first rows takes some 10 ms, which a smaller window spends only when nothing else tells of its order. */
const longWindow = 250_000

/**
 * Completes the columns whose rows were not seen while they were measured: categories, and numbers that no memory held.
 * One query a window, for its first rows in the order of the files; none where windows are short and numbers tell enough.
 * A profile in place of a window has no rows, and is to be left out.
 */
export async function withAutocorrelation(
  engine: Engine,
  windows: { readonly reference?: OpenedWindow; readonly current?: OpenedWindow },
  measured: readonly MeasuredColumn[],
): Promise<readonly MeasuredColumn[]> {
  const isUnseen = ({ measure }: MeasuredColumn) =>
    measure.compared !== undefined && measure.autocorrelation === undefined
  const unseen = measured.filter(isUnseen)
  const isLong = Math.max(windows.reference?.rows ?? 0, windows.current?.rows ?? 0) >= longWindow
  const isTold = measured.some(({ measure }) => measure.autocorrelation !== undefined)
  if (isTold && !isLong) return measured
  const names = new Set(unseen.map(({ name }) => name))
  const [reference, current] = await Promise.all([
    timesOf(engine, windows.reference, names),
    timesOf(engine, windows.current, names),
  ])
  return measured.map(column => {
    if (!names.has(column.name)) return column
    const autocorrelation = bothTimes(reference.get(column.name), current.get(column.name))
    return { ...column, measure: { ...column.measure, autocorrelation } }
  })
}

async function timesOf(engine: Engine, window: OpenedWindow | undefined, names: ReadonlySet<string>) {
  const found = new Map<string, AutocorrelationTime>()
  const columns = window?.columns.filter(({ name }) => names.has(name)) ?? []
  if (window === undefined || columns.length === 0) return found
  const numeric = new Set(columns.filter(({ kind }) => kind === 'numeric').map(({ name }) => name))
  for await (const [name, values] of leadingRows(engine, window, columns, mostLeadingRows)) {
    const time = leadingTime(values, numeric.has(name) ? autocorrelationTime : categoryAutocorrelationTime)
    if (time) found.set(name, time)
  }
  return found
}
