import type { Arm } from '../../ab/arm.ts'
import { compareLatency } from '../../ab/latency.ts'
import type { Engine } from '../../data/engine.ts'
import type { OpenedWindow, WindowColumn } from '../../data/window.ts'
import { MlregError } from '../../errors.ts'
import { nearestFew } from '../../nearest.ts'
import { embeddedProfiler } from '../../profile/embedded-profiler.ts'
import type { ColumnProfile, NumericProfile } from '../../profile/profile.ts'
import type { OpaqueProfile } from '../../profile/profiler.ts'
import { heldProfile } from '../../profile/with-profile.ts'
import { choosePositive } from '../../quality/choose-task.ts'
import { readOutcomes } from '../../quality/read-outcomes.ts'
import { countUpTo } from '../../stats/counts-between.ts'
import { ecdfCount } from '../../stats/ecdf-count.ts'
import { moments } from '../../stats/moments.ts'
import type { Windows } from '../drift/open-windows.ts'
import type { AbOptions, Measure } from './ab-options.ts'
import type { AbResult, Metric } from './ab-result.ts'
import { measuredArm } from './measured-arm.ts'

interface Arms {
  readonly metric: Metric
  readonly arms: readonly [a: Arm, b: Arm]
}

/** What either window comes to: by a column of outcomes, or by predictions beside what was true. */
export async function readArms(engine: Engine, windows: Windows, options: AbOptions): Promise<Arms> {
  return options.metric === undefined
    ? await readMeasure(engine, windows, options)
    : await readMetric(engine, windows, options.metric, options)
}

/** Both windows' latencies, side by side. */
export async function readLatency(
  engine: Engine,
  { reference, current }: Windows,
  { latency: column, maxLatencyIncrease: maxIncrease }: AbOptions,
): Promise<AbResult['latency']> {
  if (column === undefined) return undefined
  const times = async (window: OpenedWindow) => {
    const profile = await profiled(engine, window, column)
    return numbersOf(profile, window, column).ecdf
  }
  return { ...compareLatency(await times(reference), await times(current), column), column, maxIncrease }
}

async function readMetric(
  engine: Engine,
  { reference, current }: Windows,
  name: string,
  { lowerIsBetter }: AbOptions,
): Promise<Arms> {
  const better = lowerIsBetter ? 'lower' : 'higher'
  const [before, after] = [await profiled(engine, reference, name), await profiled(engine, current, name)]
  if (before.kind === 'categorical' && after.kind === 'categorical') {
    const arms = [truthsOf(before, reference, name), truthsOf(after, current, name)] as const
    return { metric: { name, kind: 'proportion', better }, arms }
  }
  const [ofA, ofB] = [numbersOf(before, reference, name), numbersOf(after, current, name)]
  const isProportion = isBinary(ofA) && isBinary(ofB)
  const toArm = isProportion ? onesOf : meanOf
  return {
    metric: { name, kind: isProportion ? 'proportion' : 'mean', better },
    arms: [toArm(ofA, reference, name), toArm(ofB, current, name)],
  }
}

async function profiled(
  engine: Engine,
  window: OpenedWindow,
  name: string,
): Promise<ColumnProfile | OpaqueProfile> {
  const { kind } = columnOf(window, name)
  const as = kind === 'boolean' ? 'categorical' : 'numeric'
  if (kind !== 'boolean' && kind !== 'numeric') {
    throw new MlregError('bad-input', `"${name}" of ${window.source} holds no numbers: it is ${kind}`, {
      hint: `where its texts are numbers: --type '${name}=numeric'`,
    })
  }
  for await (const input of embeddedProfiler(engine, window).profile([{ name, as }]))
    return heldProfile(input)
  throw new Error(`${window.source}: ${name} was not profiled`)
}

/** A column that the window has, all of it of the type that the first window's column is. */
function columnOf(window: OpenedWindow, name: string): WindowColumn {
  const column = window.columns.find(one => one.name === name)
  if (column === undefined) {
    const names = window.columns.map(one => one.name)
    throw new MlregError('not-found', `${window.source} has no column "${name}"`, {
      hint: `the nearest are ${nearestFew(name, names, 3).join(', ')}`,
    })
  }
  const { changed } = column
  if (!changed?.misfits) return column
  throw new MlregError(
    'bad-input',
    `${changed.misfits} values of "${name}" of ${window.source} cannot be read as ${changed.from}: ${changed.examples.join(', ')}`,
  )
}

function numbersOf(
  profile: ColumnProfile | OpaqueProfile,
  { source }: OpenedWindow,
  name: string,
): NumericProfile {
  if (profile.kind !== 'numeric') throw new Error(`${name} was not profiled as numbers`)
  if (profile.infinite > 0)
    throw new MlregError('bad-input', `${profile.infinite} values of "${name}" of ${source} are infinite`)
  if (ecdfCount(profile.ecdf) === 0) throw noValue(name, source)
  return profile
}

function noValue(name: string, source: string): MlregError {
  return new MlregError('empty-window', `"${name}" of ${source} holds no value`)
}

function isBinary({ ecdf }: NumericProfile): boolean {
  return ecdf.values.every(value => value === 0 || value === 1)
}

function onesOf({ ecdf }: NumericProfile): Arm {
  const rows = ecdfCount(ecdf)
  return { kind: 'proportion', successes: rows - countUpTo(ecdf, 0), rows }
}

function truthsOf(
  { counts }: Extract<ColumnProfile, { kind: 'categorical' }>,
  window: OpenedWindow,
  name: string,
): Arm {
  const successes = counts.get('true') ?? 0
  const rows = successes + (counts.get('false') ?? 0)
  if (rows === 0) throw noValue(name, window.source)
  return { kind: 'proportion', successes, rows }
}

function meanOf({ ecdf }: NumericProfile, { source }: OpenedWindow, name: string): Arm {
  const { count: rows, mean: value, sd } = moments(ecdf)
  if (rows < 2)
    throw new MlregError('cannot-compare', `"${name}" of ${source} holds one value: a mean takes two or more`)
  return { kind: 'estimate', value, spread: sd * Math.sqrt(rows / (rows - 1)), rows, dof: rows - 1 }
}

async function readMeasure(engine: Engine, windows: Windows, options: AbOptions): Promise<Arms> {
  const { target, prediction, score } = options
  if (target === undefined || (prediction === undefined && score === undefined)) throw nothingNamed(options)
  const measure = measureOf(windows, options)
  const positiveOf = async (column: WindowColumn) =>
    windows.task === 'classification'
      ? await choosePositive(engine, windows.reference, column, options.positive)
      : undefined
  const positive = await positiveOf(columnOf(windows.reference, target))
  if (measure === 'auc' && positive === undefined)
    throw new MlregError('usage', `"${target}" has not two classes, and auc takes a positive one: --positive`)
  const armOf = async (window: OpenedWindow) => {
    const columns = {
      target: columnOf(window, target),
      ...(measure === 'auc' || prediction === undefined ? {} : { prediction: columnOf(window, prediction) }),
      ...(measure === 'auc' && score !== undefined ? { score: columnOf(window, score) } : {}),
    }
    const outcomes = await readOutcomes(engine, window, columns, windows.task, positive)
    if (outcomes === undefined)
      throw new MlregError('empty-window', `no row of ${window.source} has both a target and an answer to it`)
    return measuredArm(measure, outcomes, window.source)
  }
  const arms = [await armOf(windows.reference), await armOf(windows.current)] as const
  requireHits(arms, target)
  const kind = measure === 'accuracy' ? 'proportion' : measure
  const better = measure === 'rmse' || measure === 'mae' ? 'lower' : 'higher'
  return { metric: { name: measure, kind, better }, arms }
}

function nothingNamed({ target, measure }: AbOptions): MlregError {
  const what = target === undefined ? 'no outcome is named' : 'there is no answer beside the target'
  return new MlregError('usage', measure === undefined ? what : `${what} to make --measure ${measure} of`, {
    hint: "name one: --metric COLUMN of each row's outcome, or --target COLUMN --prediction COLUMN",
  })
}

/** The measure asked for, if the task and the columns have it. */
function measureOf({ task }: Windows, { measure, prediction, score }: AbOptions): Measure {
  const ofTask: readonly Measure[] = task === 'regression' ? ['rmse', 'mae'] : ['accuracy', 'f1', 'auc']
  const chosen = measure ?? (task === 'classification' && prediction === undefined ? 'auc' : ofTask[0])
  if (chosen === undefined || !ofTask.includes(chosen))
    throw new MlregError('usage', `${chosen} is no measure of ${task}`, {
      hint: `it has ${ofTask.join(', ')}; --task says what the model does`,
    })
  const column = chosen === 'auc' ? score : prediction
  if (column !== undefined) return chosen
  throw new MlregError('usage', `${chosen} takes ${chosen === 'auc' ? '--score' : '--prediction'}`)
}

/** Targets yes and no beside predictions 1 and 0: nothing is right on either side, and nothing can be told. */
function requireHits(arms: readonly Arm[], target: string): void {
  if (!arms.every(arm => arm.kind === 'proportion' && arm.successes === 0)) return
  throw new MlregError('cannot-compare', `no prediction of either arm is what "${target}" says`, {
    hint: 'are they coded alike?',
  })
}
