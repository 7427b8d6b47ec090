import type { Engine } from '../../data/engine.ts'
import { rowCondition } from '../../data/row-condition.ts'
import type { RowSet } from '../../data/row-set.ts'
import type { WindowColumn } from '../../data/window.ts'
import { explainColumn } from '../../drift/explain-column.ts'
import { MlregError } from '../../errors.ts'
import { nearestFew } from '../../nearest.ts'
import { embeddedProfiler } from '../../profile/embedded-profiler.ts'
import type { ColumnProfile } from '../../profile/profile.ts'
import type { ColumnRequest, OpaqueProfile } from '../../profile/profiler.ts'
import { storedProfiler } from '../../profile/stored-profiler.ts'
import { summarize } from '../../profile/summary.ts'
import { heldProfile } from '../../profile/with-profile.ts'
import type { Context, Outcome } from '../command.ts'
import { explainNotes } from './explain-notes.ts'
import type { ExplainOptions } from './explain-options.ts'
import { explainReport } from './explain-report.ts'
import type { ExplainResult, Filters } from './explain-result.ts'
import { findWindow } from './find-window.ts'
import { refuseStdinTwice } from './find-windows.ts'
import { openWindows, type Windows } from './open-windows.ts'
import { progressOn } from './progress-on.ts'
import { explainLine } from './reproduce-line.ts'

type ExplainContext = Context<ExplainOptions, readonly [reference: string, current: string, column: string]>

/** Answers, and closes the engine, which is opening meanwhile. */
export async function runExplain(context: ExplainContext, opening: Promise<Engine>): Promise<Outcome> {
  const { io, options, operands } = context
  const [reference, current] = operands
  const progress = progressOn(io, options.progress)
  try {
    refuseStdinTwice(reference, current)
    const places = [await findWindow(context, reference), await findWindow(context, current)] as const
    const engine = await opening
    const windows = await openWindows({ context, engine, progress }, ...places)
    const result = await explain(engine, windows, context)
    return { report: explainReport(result), fine: true, warnings: result.warnings }
  } finally {
    progress.end()
    const engine = await opening.catch(() => undefined)
    engine?.close()
  }
}

type Side = 'reference' | 'current'

async function explain(
  engine: Engine,
  windows: Windows,
  { options, operands }: ExplainContext,
): Promise<ExplainResult> {
  const [, , name] = operands
  const columns = {
    reference: columnOf(windows, 'reference', name),
    current: columnOf(windows, 'current', name),
  }
  const known = columns.reference ?? columns.current
  if (known === undefined) throw unknownColumn(name, windows)
  requireTypes(windows, options)
  const common = {
    name,
    kind: known.kind,
    type: known.type,
    reference: windows.reference,
    current: windows.current,
    alpha: options.alpha,
    minEffect: options.minEffect,
    most: options.limit === 0 ? Number.POSITIVE_INFINITY : options.limit,
    warnings: [...windows.reference.warnings, ...windows.current.warnings],
    reproduce: explainLine(operands, options),
  }
  const profileOf = (side: Side, as: ColumnRequest['as']) => profiled(engine, windows, side, { name, as })
  if (columns.reference === undefined || columns.current === undefined) {
    const [there, absent] = columns.reference
      ? (['reference', 'current'] as const)
      : (['current', 'reference'] as const)
    const summary = summarize(await profileOf(there, asked(windows, there, name)))
    return { ...common, absent: { from: absent, summary, nearest: candidates(name, windows, absent) } }
  }
  const how = bothAs(windows, name)
  const profiles = [await profileOf('reference', how), await profileOf('current', how)] as const
  const explanation = explainColumn(...profiles, options)
  const both = { reference: columns.reference, current: columns.current }
  const notes = explainNotes(both, explanation, windows.profiles.reference !== undefined, options)
  const filtersOf = (rows: RowSet): Filters => ({
    reference: filterOf(windows, 'reference', columns.reference, rows, options.referenceWhere),
    current: filterOf(windows, 'current', columns.current, rows, options.currentWhere),
  })
  return { ...common, explanation, notes, filtersOf }
}

function columnOf(windows: Windows, side: Side, name: string): WindowColumn | undefined {
  return windows[side].columns.find(column => column.name === name)
}

/** What a column of one window can be profiled as. */
function asked({ profiles, ...windows }: Windows, side: Side, name: string): ColumnRequest['as'] {
  const stored = profiles[side]?.columns.find(column => column.name === name)
  if (stored?.profile.kind === 'opaque') return 'opaque'
  switch (windows[side].columns.find(column => column.name === name)?.kind) {
    case 'numeric':
    case 'datetime':
      return 'numeric'
    case 'categorical':
    case 'boolean':
      return 'categorical'
    default:
      return 'opaque'
  }
}

/** Both in one way; where they are of different kinds, only by what is there. */
function bothAs(windows: Windows, name: string): ColumnRequest['as'] {
  const isSame = columnOf(windows, 'reference', name)?.kind === columnOf(windows, 'current', name)?.kind
  const [before, after] = [asked(windows, 'reference', name), asked(windows, 'current', name)]
  return isSame && before === after ? before : 'opaque'
}

async function profiled(
  engine: Engine,
  { profiles, ...windows }: Windows,
  side: Side,
  request: ColumnRequest,
): Promise<ColumnProfile | OpaqueProfile> {
  const stored = profiles[side]
  const profiler = stored ? storedProfiler(stored) : embeddedProfiler(engine, windows[side])
  for await (const input of profiler.profile([request])) return heldProfile(input)
  throw new Error(`${windows[side].source}: ${request.name} was not profiled`)
}

/** The rows of a bin, among those that the window's own filter kept. */
function filterOf(
  { profiles }: Windows,
  side: Side,
  column: WindowColumn | undefined,
  rows: RowSet,
  where: string | undefined,
): string | null {
  if (profiles[side] !== undefined || column === undefined) return null
  const condition = rowCondition(column, rows)
  if (condition === undefined) return null
  // The line break ends a comment that the filter may end with.
  return where === undefined ? condition : `(${where}${where.includes('--') ? '\n' : ''}) AND ${condition}`
}

function candidates(name: string, windows: Windows, side: Side): readonly string[] {
  const other = side === 'reference' ? windows.current : windows.reference
  const taken = new Set(other.columns.map(column => column.name))
  // A column that the other window has as well is no new name for this one.
  const free = windows[side].columns.map(column => column.name).filter(one => !taken.has(one))
  return nearestFew(name, free, 3)
}

function unknownColumn(name: string, { reference, current }: Windows): MlregError {
  const names = [...new Set([...reference.columns, ...current.columns].map(column => column.name))]
  return new MlregError('not-found', `neither window has a column "${name}"`, {
    hint: `the nearest are ${nearestFew(name, names, 3).join(', ')}`,
  })
}

/** A kind given for a column that neither window has is a slip. */
function requireTypes(windows: Windows, { type = new Map() }: ExplainOptions): void {
  for (const name of type.keys()) {
    if (
      columnOf(windows, 'reference', name) === undefined &&
      columnOf(windows, 'current', name) === undefined
    )
      throw unknownColumn(name, windows)
  }
}
