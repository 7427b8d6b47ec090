import type { Engine } from '../../data/engine.ts'
import { byFinding } from '../../degradation/degradation-row.ts'
import { columnFacts } from '../../degradation/facts.ts'
import { judgeDegradation } from '../../degradation/judge-degradation.ts'
import { compareWindows } from '../../drift/compare-windows.ts'
import { policies } from '../../drift/policies.ts'
import type { DriftRow, MeasuredColumn, Policy } from '../../drift/policy.ts'
import { withAutocorrelation } from '../../drift/with-autocorrelation.ts'
import { MlregError } from '../../errors.ts'
import { compareQuality, type QualityComparison, type QualityRequest } from '../../quality/compare-quality.ts'
import type { Outcome } from '../command.ts'
import { chooseColumns, excluded } from './choose-columns.ts'
import { chooseTests } from './choose-tests.ts'
import { dependentRows } from './dependent-rows.ts'
import { digestsFor } from './digests-for.ts'
import type { DriftOptions } from './drift-options.ts'
import { driftReport } from './drift-report.ts'
import type { DriftResult } from './drift-result.ts'
import { type FoundWindows, findWindows, pinned, versionsOf } from './find-windows.ts'
import { type DriftContext, type DriftRun, openWindows, since, type Windows } from './open-windows.ts'
import { progressOn } from './progress-on.ts'
import { readWeights } from './read-weights.ts'
import { reproduceLine } from './reproduce-line.ts'
import { requirePower } from './require-power.ts'
import { blockFor, runBlocks } from './run-blocks.ts'
import { requireRows, runWholes } from './run-wholes.ts'
import { sidesOf } from './sides-of.ts'
import { isConceptDrift, isFine, summaryOf, verdictOf } from './verdict-of.ts'
import { warningsOf } from './warnings-of.ts'

/** Rows of a table for people, unless --top says otherwise: enough to see, not so many that the verdict scrolls away. */
const rowsShown = 50

/** Answers, and closes the engine, which is opening meanwhile. */
export async function runDrift(given: DriftContext, opening: Promise<Engine>): Promise<Outcome> {
  const progress = progressOn(given.io, given.options.progress)
  try {
    const found = await findWindows(given)
    const { context } = found
    const { options } = context
    // Without --log nothing of the store is loaded.
    const recorder = options.log === undefined ? undefined : await import('./drift-record.ts')
    const record = await recorder?.findRecord(context)
    const started = performance.now()
    const engine = await opening
    context.explain(`waited for the engine for ${since(started)}`)
    const compared = await compare({ context, engine, progress }, found)
    const result = record === undefined ? compared : { ...compared, recordedIn: record.run }
    const report = driftReport(result)
    const fine = isFine(result.summary, options)
    const outcome = { report, fine, warnings: result.warnings }
    if (recorder === undefined || record === undefined) return outcome
    const told = await recorder.recordDrift(context, record, result, report)
    return { ...outcome, ...told }
  } finally {
    progress.end()
    const engine = await opening.catch(() => undefined)
    engine?.close()
  }
}

/** What decides, before any window is read: a slip of the pen should not cost that. */
function planOf(options: DriftOptions, found: FoundWindows) {
  const rules = options.rule ?? []
  const policy = policies.find(({ name }) => name === options.policy) as Policy
  const weights = options.weights === undefined ? found.weights : readWeights(options.weights)
  return { rules, policy, tests: chooseTests(options.test, rules, policy), weights }
}

async function compare(run: DriftRun, found: FoundWindows): Promise<DriftResult> {
  const { options } = run.context
  const { rules, policy, tests, weights } = planOf(options, found)
  const given = { ...options, tests: tests.shown, rules }
  const confidence = policy.confidence?.(given)
  const windows = await openWindows(run, found.reference, found.current)
  requireRows(windows, options)
  const chosenBlock = blockFor(options, policy, windows)
  const { reference, current } = windows
  const chosen = chooseColumns(reference.columns, options, weights)
  if (chosen.columns.length === 0) throw new MlregError('usage', 'no column is left to compare')
  run.progress.say(`comparing ${chosen.columns.length} columns`)
  const started = performance.now()
  const hashing = digestsFor(reference, current, options)
  const sides = sidesOf(run, windows, chosen.columns)
  const compared = await compareWindows(sides.reference, sides.current, {
    ...chosen,
    selecting: windows.selecting,
    block: chosenBlock?.column,
    weighs: chosenBlock !== undefined,
    tests: tests.computed,
    settings: { minEffect: options.minEffect, seed: options.seed },
    bins: policy.bins,
    confidence,
    onMeasured: sides.measured,
  })
  run.context.explain(`${compared.length} columns measured in ${since(started)}`)
  requireComparable(compared)
  const ordered = await withAutocorrelation(run.engine, withRows(windows), compared)
  const { measured, block, warnings } = await runBlocks(run, windows, chosenBlock, ordered)
  const rows = policy.judge(measured, given)
  requireEnough(rows)
  const columns = columnFacts(measured, added(windows, options), current.rows)
  const checked = judgeDegradation(
    { referenceRows: reference.rows, currentRows: current.rows, columns },
    rules,
    confidence,
  )
  const quality = await qualityOf(run.engine, windows, { ...options, rules, confidence })
  const degradation = [...checked, ...quality.rows].sort(byFinding)
  const multivariate = await runWholes(run, windows, measured)
  const summary = summaryOf(rows, degradation, weights, multivariate?.drifted)
  if (options.requirePower && isFine(summary, options)) requirePower(rows, degradation, options)
  return {
    policy,
    deciders: policy.describe(given),
    reference,
    current,
    digests: await hashing,
    rows,
    degradation,
    weights,
    shownTests: tests.shown,
    summary,
    multivariate,
    block,
    conceptDrift: isConceptDrift(rows, checked, quality.rows) && multivariate?.classifier?.drifted !== true,
    verdict: verdictOf(summary),
    exit: run.context.exitStatus(isFine(summary, options)),
    reproduce: reproduceLine(pinned(found.reference), pinned(found.current), options),
    versions: versionsOf(found),
    most: (weights ? undefined : options.top) ?? rowsShown,
    warnings: [
      // A model may weigh what it makes of the columns; of a file that was named, more is expected.
      ...warningsOf(reference, current, measured, rules, found.weights === undefined ? weights : undefined),
      ...(policy.bins === 'robust' && block === undefined ? dependentRows(reference, current, measured) : []),
      ...warnings,
      ...(quality.warning ? [quality.warning] : []),
      ...(multivariate?.warnings ?? []),
    ],
  }
}

/** A window of so few rows that it says nothing about any column is no answer. */
function requireEnough(rows: readonly DriftRow[]): void {
  const few = rows.filter(
    row => row.verdict === 'not-enough-data' && (row.needed ?? row.blocksNeeded) === undefined,
  )
  if (few.length === 0 || rows.some(row => row.verdict !== 'not-compared' && !few.includes(row))) return
  throw new MlregError('cannot-compare', 'the windows hold too few values to compare any column', {
    hint: 'no p-value gets below the limit of the rules with so few: take a longer window (5 numbers a side for p < 0.01)',
  })
}

function requireComparable(measured: readonly MeasuredColumn[]): void {
  if (measured.some(column => column.missing || column.measure.compared !== undefined)) return
  throw new MlregError('cannot-compare', 'no column of the reference can be compared', {
    hint: measured
      .map(({ name, notCompared }) => `${name}: ${notCompared ?? 'a window holds no value'}`)
      .join('; '),
  })
}

/** The windows that are no profiles. */
function withRows({ profiles, reference, current }: Windows) {
  return {
    ...(profiles.reference ? {} : { reference }),
    ...(profiles.current ? {} : { current }),
  }
}

/** Quality is of rows, in which outcome and answer stand side by side. */
async function qualityOf(
  engine: Engine,
  { reference, current, profiles, task }: Windows,
  request: Omit<QualityRequest, 'task'>,
): Promise<QualityComparison> {
  const role = profiles.reference ? 'reference' : profiles.current ? 'current window' : undefined
  if (role === undefined) return await compareQuality(engine, reference, current, { ...request, task })
  if (request.target === undefined) return { rows: [] }
  return { rows: [], warning: `quality was not compared: the ${role} is a profile, which has no rows` }
}

/** Columns that only the current window has, when all columns take part. */
function added({ reference, current }: Windows, options: DriftOptions) {
  if (options.columns !== undefined) return []
  const left = excluded(options)
  const known = new Set(reference.columns.map(({ name }) => name))
  return current.columns.filter(({ name }) => !known.has(name) && !left.includes(name))
}
