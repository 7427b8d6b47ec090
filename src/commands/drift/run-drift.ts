import { type Engine, openEngine } from '../../data/engine.ts'
import { openWindow } from '../../data/open-window.ts'
import type { OpenedWindow, WindowColumn } from '../../data/window.ts'
import { columnFacts } from '../../degradation/facts.ts'
import { byFinding, judgeDegradation } from '../../degradation/judge-degradation.ts'
import { compareWindows } from '../../drift/compare-windows.ts'
import { policies } from '../../drift/policies.ts'
import type { MeasuredColumn, Policy } from '../../drift/policy.ts'
import { MlregError } from '../../errors.ts'
import { embeddedProfiler } from '../../profile/embedded-profiler.ts'
import { asClasses } from '../../quality/as-classes.ts'
import { chooseTask } from '../../quality/choose-task.ts'
import { compareQuality } from '../../quality/compare-quality.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context, Outcome } from '../command.ts'
import { chooseColumns } from './choose-columns.ts'
import { chooseTests } from './choose-tests.ts'
import { digestsFor } from './digests-for.ts'
import type { DriftOptions } from './drift-options.ts'
import { driftReport } from './drift-report.ts'
import type { DriftResult } from './drift-result.ts'
import { listTests } from './list-tests.ts'
import { type Progress, progressOn } from './progress-on.ts'
import { readWeights } from './read-weights.ts'
import { reproduceLine } from './reproduce-line.ts'
import { isConceptDrift, isFine, summaryOf, verdictOf } from './verdict-of.ts'
import { warningsOf } from './warnings-of.ts'

type DriftContext = Context<DriftOptions, readonly [reference?: string, current?: string]>

/** Rows of a table for people, unless --top says otherwise: enough to see, not so many that the verdict scrolls away. */
const rowsShown = 50

export async function runDrift(context: DriftContext): Promise<Outcome> {
  if (context.options.listTests) return { report: listTests(), fine: true }
  const [reference, current] = windowsOf(context)
  const { options, io } = context
  const started = performance.now()
  const engine = await openEngine(options.memory === undefined ? {} : { memory: options.memory })
  context.explain(`engine started in ${since(started)}`)
  const progress = progressOn(io, options.progress)
  try {
    const result = await compare({ context, engine, progress }, reference, current)
    return { report: driftReport(result), fine: isFine(result.summary, options), warnings: result.warnings }
  } finally {
    progress.end()
    engine.close()
  }
}

function windowsOf({ operands: [reference, current] }: DriftContext): readonly [string, string] {
  if (reference === undefined || current === undefined) {
    throw new MlregError(
      'usage',
      `${reference === undefined ? 'two windows are' : 'the current window is'} missing`,
      {
        hint: 'such as mlreg drift reference.parquet current.parquet',
      },
    )
  }
  if (reference === '-' && current === '-')
    throw new MlregError('usage', 'standard input can be one window, not both')
  return [reference, current]
}

interface Run {
  readonly context: DriftContext
  readonly engine: Engine
  readonly progress: Progress
}

async function compare(run: Run, referenceSource: string, currentSource: string): Promise<DriftResult> {
  const { options } = run.context
  const rules = options.rule ?? []
  const policy = policies.find(({ name }) => name === options.policy) as Policy
  const tests = chooseTests(options.test, rules, policy)
  const weights = options.weights === undefined ? undefined : readWeights(options.weights)
  const windows = await openBoth(run, referenceSource, currentSource)
  const { reference, current } = windows
  const chosen = chooseColumns(reference.columns, options, weights)
  run.progress.say(`comparing ${chosen.columns.length} columns`)
  const started = performance.now()
  const hashing = digestsFor(reference, current, options)
  const measured = await compareWindows(side(run.engine, reference), side(run.engine, current), {
    ...chosen,
    selecting: selecting(reference, current),
    tests: tests.computed,
  })
  run.context.explain(`${measured.length} columns measured in ${since(started)}`)
  requireComparable(measured)
  const rows = policy.judge(measured, { tests: tests.shown, rules })
  const columns = columnFacts(measured, added(windows, options), current.rows)
  const checked = judgeDegradation(
    { referenceRows: reference.rows, currentRows: current.rows, columns },
    rules,
  )
  const quality = await compareQuality(run.engine, reference, current, {
    ...options,
    task: windows.task,
    rules,
  })
  const degradation = [...checked, ...quality.rows].sort(byFinding)
  const summary = summaryOf(rows, degradation, weights)
  return {
    policy,
    reference,
    current,
    digests: await hashing,
    rows,
    degradation,
    weights,
    shownTests: tests.shown,
    summary,
    conceptDrift: isConceptDrift(rows, checked, quality.rows),
    verdict: verdictOf(summary),
    exit: run.context.exitStatus(isFine(summary, options)),
    reproduce: reproduceLine(referenceSource, currentSource, options),
    most: (weights ? undefined : options.top) ?? rowsShown,
    warnings: [
      ...warningsOf(reference, current, measured, rules),
      ...(quality.warning ? [quality.warning] : []),
    ],
  }
}

interface Windows {
  readonly reference: OpenedWindow
  readonly current: OpenedWindow
  readonly task: 'classification' | 'regression'
}

/** Opens both windows; from then on the engine reaches no other file. */
async function openBoth(run: Run, referenceSource: string, currentSource: string): Promise<Windows> {
  const { options } = run.context
  const reference = await open(run, 'reference', referenceSource)
  const current = await open(run, 'current', currentSource, reference.columns)
  await run.engine.seal([...reference.files, ...current.files])
  const target = reference.columns.find(({ name }) => name === options.target)
  const task = target
    ? await chooseTask(run.engine, reference, target, options.task)
    : (options.task ?? 'regression')
  const windows = { reference, current, task }
  return task === 'regression' ? windows : asClasses(windows, options)
}

function requireComparable(measured: readonly MeasuredColumn[]): void {
  if (measured.some(column => column.missing || column.measure.compared !== undefined)) return
  throw new MlregError('cannot-compare', 'no column of the reference can be compared', {
    hint: measured
      .map(({ name, notCompared }) => `${name}: ${notCompared ?? 'a window holds no value'}`)
      .join('; '),
  })
}

async function open(
  { context: { io, options, explain }, engine, progress }: Run,
  role: 'reference' | 'current',
  source: string,
  expect?: readonly WindowColumn[],
): Promise<OpenedWindow> {
  const where = role === 'reference' ? options.referenceWhere : options.currentWhere
  progress.say(`reading ${escapeText(source)}`)
  const started = performance.now()
  const window = await openWindow(engine, {
    source,
    role,
    stdin: io.stdin,
    ...(where === undefined ? {} : { where }),
    ...(options.type ? { types: options.type } : {}),
    ...(options.nullValues ? { nullTokens: options.nullValues } : {}),
    ...(expect ? { expect } : {}),
  })
  const files = window.files.length === 1 ? '1 file' : `${window.files.length} files`
  explain(`${role}: ${window.rows} rows of ${window.format} from ${files}, opened in ${since(started)}`)
  return window
}

function side(engine: Engine, window: OpenedWindow) {
  return { window, profiler: embeddedProfiler(engine, window) }
}

/** Columns that both filters name: each window has its own values there, by construction. */
function selecting(reference: OpenedWindow, current: OpenedWindow): ReadonlySet<string> {
  const both = (reference.filteredBy ?? []).filter(name => current.filteredBy?.includes(name))
  return new Set(both)
}

/** Columns that only the current window has, when all columns take part. */
function added({ reference, current }: Windows, { columns, exclude }: DriftOptions) {
  if (columns !== undefined) return []
  const known = new Set(reference.columns.map(({ name }) => name))
  return current.columns.filter(({ name }) => !known.has(name) && !exclude?.includes(name))
}

function since(started: number): string {
  return `${Math.round(performance.now() - started)} ms`
}
