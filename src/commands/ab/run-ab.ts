import type { Demand } from '../../ab/decide.ts'
import { judge } from '../../ab/judge.ts'
import { presets } from '../../ab/presets.ts'
import type { Engine } from '../../data/engine.ts'
import { MlregError } from '../../errors.ts'
import type { Outcome } from '../command.ts'
import { digestsFor } from '../drift/digests-for.ts'
import { findWindow } from '../drift/find-window.ts'
import { openWindows, type WindowsRun } from '../drift/open-windows.ts'
import { type Progress, progressOn } from '../drift/progress-on.ts'
import { abLine } from './ab-line.ts'
import type { AbContext, AbOptions } from './ab-options.ts'
import { abReport } from './ab-report.ts'
import type { AbResult, Metric } from './ab-result.ts'
import { readArms, readLatency } from './read-arms.ts'
import { reasonOf } from './reason-of.ts'
import { requireNoFiles, sourcesOf } from './require-sides.ts'

type Compared = Pick<AbResult, 'metric' | 'a' | 'b' | 'digests' | 'latency' | 'warnings'>

/** Answers, and closes the engine, which is opening meanwhile where there are files to read. */
export async function runAb(context: AbContext, opening: Promise<Engine> | undefined): Promise<Outcome> {
  const { io, options } = context
  const progress = progressOn(io, options.progress)
  try {
    // Without --log nothing of the store is loaded.
    const recorder = options.log === undefined ? undefined : await import('./ab-record.ts')
    const record = await recorder?.findAbRecord(context)
    const compared = opening ? await ofFiles(context, opening, progress) : ofCounts(context)
    const judged = judgeArms(context, compared)
    const result = record === undefined ? judged : { ...judged, recordedIn: record.run }
    const report = abReport(result)
    if (record !== undefined) await recorder?.recordAb(context, record, result, report)
    if (options.requirePower) requireVerdict(result)
    return { report, fine: isFine(result), warnings: result.warnings }
  } finally {
    progress.end()
    const engine = await opening?.catch(() => undefined)
    engine?.close()
  }
}

function ofCounts({ options, operands }: AbContext): Compared {
  const { a, b, lowerIsBetter } = requireNoFiles(options, operands)
  const kind = a.kind === 'proportion' ? 'proportion' : 'mean'
  const metric: Metric = {
    ...{ name: kind === 'mean' ? 'mean' : 'share', kind, better: lowerIsBetter ? 'lower' : 'higher' },
  }
  return { metric, a: { rows: a.rows, arm: a }, b: { rows: b.rows, arm: b }, warnings: [] }
}

async function ofFiles(context: AbContext, opening: Promise<Engine>, progress: Progress): Promise<Compared> {
  const { options } = context
  const [sourceA, sourceB] = sourcesOf(options, context.operands)
  const places = [await findWindow(context, sourceA), await findWindow(context, sourceB)] as const
  const engine = await opening
  const windows = await openWindows(asWindows(context, engine, progress), ...places)
  const profile = windows.profiles.reference ? sourceA : windows.profiles.current ? sourceB : undefined
  if (profile !== undefined)
    throw new MlregError(
      'cannot-compare',
      `${profile} is a profile, and outcomes are of rows: give its window`,
    )
  const { reference, current } = windows
  progress.say('comparing outcomes')
  const hashing = digestsFor(reference, current, options)
  const { metric, arms } = await readArms(engine, windows, options)
  const latency = await readLatency(engine, windows, options)
  const [a, b] = arms
  return {
    metric,
    a: { source: sourceA, rows: reference.rows, arm: a, window: reference },
    b: { source: sourceB, rows: current.rows, arm: b, window: current },
    digests: await hashing,
    latency,
    warnings: [...reference.warnings, ...current.warnings],
  }
}

/** The two files as a reference and a current window, which is what they are to whatever reads them. */
function asWindows({ io, explain, options }: AbContext, engine: Engine, progress: Progress): WindowsRun {
  const { aWhere, bWhere, ...others } = options
  const wheres = {
    ...(aWhere === undefined ? {} : { referenceWhere: aWhere }),
    ...(bWhere === undefined ? {} : { currentWhere: bWhere }),
  }
  return { engine, progress, context: { io, explain, options: { ...others, ...wheres } } }
}

function judgeArms(context: AbContext, compared: Compared): AbResult {
  const { options, operands } = context
  const demand = demandOf(context, compared.metric)
  const { latency } = compared
  const isSlower = latency?.maxIncrease !== undefined && latency.increase > latency.maxIncrease
  const judgement = judge(compared.a.arm, compared.b.arm, demand, isSlower)
  const exit = context.exitStatus(isFine(judgement))
  const reproduce = abLine(operands, options)
  return { ...compared, ...judgement, demand, preset: options.preset, exit, reproduce }
}

/** What was typed, else what the preset says, else the defaults: no least lift. */
function demandOf({ options, sourceOf }: AbContext, { better }: Metric): Demand {
  const { alpha, power, alternative, minLift, relative = false } = options
  const preset = presets.find(({ name }) => name === options.preset)
  if (relative && minLift === undefined)
    throw new MlregError('usage', '--relative says what --min-lift is a share of, and there is none')
  const isTyped = (name: keyof AbOptions) => (sourceOf(name) ?? 'default') !== 'default'
  const least =
    minLift !== undefined
      ? { minLift: minLift.value, isRelative: relative || minLift.isPercent, isStrict: false }
      : (preset ?? { minLift: 0, isRelative: false, isStrict: false })
  return {
    alpha: preset && !isTyped('alpha') ? preset.alpha : alpha,
    ...{ power, alternative, better },
    ...{ minLift: least.minLift, isRelative: least.isRelative, isStrict: least.isStrict },
  }
}

function isFine({ decision }: Pick<AbResult, 'decision'>): boolean {
  return decision.verdict === 'promote'
}

/** A gate that wants an answer gets none from a test that has to go on. */
function requireVerdict(result: AbResult): void {
  if (result.decision.verdict !== 'continue') return
  throw new MlregError('cannot-compare', 'too few rows to choose between A and B', { hint: reasonOf(result) })
}
