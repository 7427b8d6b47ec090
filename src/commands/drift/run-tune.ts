import { rulesToml } from '../../config/set-rules.ts'
import type { Engine } from '../../data/engine.ts'
import { compareWindows } from '../../drift/compare-windows.ts'
import { defaultSettings } from '../../drift/drift-test.ts'
import { type KeptPool, keptPool } from '../../drift/measure-pool.ts'
import { policies } from '../../drift/policies.ts'
import type { MeasuredColumn, Policy } from '../../drift/policy.ts'
import { roundedUp } from '../../drift/tune-rules.ts'
import { trending } from '../../drift/tune-trend.ts'
import { inDisplayOrder, ownTests, type Tuning, tuneWindows } from '../../drift/tune-windows.ts'
import { MlregError } from '../../errors.ts'
import { counted, formatNumber, formatPercent } from '../../report/numbers.ts'
import { conformalNeeds, conformalPlace } from '../../stats/conformal.ts'
import type { Context, Outcome } from '../command.ts'
import { chooseColumns } from './choose-columns.ts'
import { chooseTests } from './choose-tests.ts'
import { findWindow } from './find-window.ts'
import { type History, openHistory, type PastWindow } from './history.ts'
import { since } from './open-windows.ts'
import { type Progress, progressOn } from './progress-on.ts'
import { tuneLine } from './reproduce-line.ts'
import { sidesOf } from './sides-of.ts'
import type { TuneOptions } from './tune-options.ts'
import { tuneReport } from './tune-report.ts'
import { writeRules } from './write-rules.ts'

type TuneContext = Context<TuneOptions, readonly [reference: string]>

interface TuneRun {
  readonly context: TuneContext
  readonly engine: Engine
  readonly progress: Progress
}

/** Answers, and closes the engine, which is opening meanwhile. */
export async function runTune(context: TuneContext, opening: Promise<Engine>): Promise<Outcome> {
  const progress = progressOn(context.io, context.options.progress)
  try {
    return await tune({ context, engine: await opening, progress })
  } finally {
    progress.end()
    const engine = await opening.catch(() => undefined)
    engine?.close()
  }
}

async function tune(run: TuneRun): Promise<Outcome> {
  const { context } = run
  const { options, operands, io } = context
  const [source] = operands
  const policy = policies.find(({ name }) => name === options.policy) as Policy
  const own = ownTests(policy.name)
  const tests = inDisplayOrder(options.test ?? own)
  chooseTests(options.test, [], policy)
  const history = await openHistory(run, await findWindow(context, source))
  requireWindows(history.past.length, 1, options)
  const measured = await measurePast(run, history.past, { tests, bins: policy.bins })
  const tuning = tuneWindows(measured, { tests, alpha: options.alpha, per: options.per })
  requireWindows(history.past.length, options.alpha / tuning.alpha, options)
  requireRules(tuning)
  const rules = tuning.rules.map(({ text }) => text)
  const file = options.write ? await writeRules(rules, options, io) : undefined
  const warnings = [...history.warnings, ...doubts(history, tuning, own, tests)]
  const report = tuneReport({
    reference: history.reference.window,
    past: history.past,
    cut:
      history.time === undefined || options.by === undefined
        ? undefined
        : { time: history.time, by: options.by },
    alpha: options.alpha,
    per: options.per,
    tests,
    tuning,
    toml: rulesToml(rules),
    written: file?.path,
    reproduce: tuneLine(source, options),
    warnings,
  })
  return { report, fine: true, warnings, ...(file ? { files: [file] } : {}) }
}

interface MeasuringPlan {
  readonly tests: readonly string[]
  readonly bins: Policy['bins']
}

async function measurePast(
  run: TuneRun,
  past: readonly PastWindow[],
  plan: MeasuringPlan,
): Promise<readonly (readonly MeasuredColumn[])[]> {
  const found: (readonly MeasuredColumn[])[] = []
  const threads = keptPool()
  try {
    for (const window of past) {
      run.progress.say(`comparing window ${found.length + 1} of ${past.length}`)
      found.push(await measureOne(run, window, { ...plan, threads }))
    }
  } finally {
    await threads.close()
  }
  return found
}

async function measureOne(
  { context: { options, explain }, engine, progress }: TuneRun,
  { label, windows }: PastWindow,
  plan: MeasuringPlan & { readonly threads: KeptPool },
): Promise<readonly MeasuredColumn[]> {
  const started = performance.now()
  const chosen = chooseColumns(windows.reference.columns, options, undefined)
  if (chosen.columns.length === 0) throw new MlregError('usage', 'no column is left to compare')
  const sides = sidesOf({ engine, progress }, windows, chosen.columns)
  const measured = await compareWindows(sides.reference, sides.current, {
    ...chosen,
    ...plan,
    selecting: windows.selecting,
    settings: defaultSettings,
    onMeasured: sides.measured,
  })
  explain(`${label}: ${measured.length} columns measured in ${since(started)}`)
  return measured
}

/** Refuses an alpha that no p-value among so few windows gets down to. */
function requireWindows(windows: number, shares: number, { alpha, per }: TuneOptions): void {
  const own = alpha / shares
  if (conformalPlace(windows, own) > 0) return
  const each = shares > 1 ? `, ${formatPercent(alpha)} a run over ${counted(shares, 'rule')},` : ''
  const least = roundedUp(shares / (windows + 1))
  const other = per === 'run' && shares > 1 ? ', or --per column' : ''
  throw new MlregError(
    'usage',
    `an alpha of ${formatNumber(own)}${each} takes ${counted(conformalNeeds(own), 'past window')}, and there ${windows === 1 ? 'is' : 'are'} ${windows}`,
    {
      hint: least < 1 ? `with ${windows} the least is --alpha ${least}${other}` : `give more windows${other}`,
    },
  )
}

function requireRules({ rules, untuned }: Tuning): void {
  if (rules.length > 0) return
  throw new MlregError('cannot-compare', 'no rule can be proposed for any column', {
    hint: untuned.map(({ column, reason }) => `${column}: ${reason}`).join('; '),
  })
}

/** What may keep the stated share from holding. */
function doubts(
  { past, time }: History,
  { rules }: Tuning,
  own: readonly string[],
  tests: readonly string[],
): readonly string[] {
  const rows = past.map(window => window.rows)
  const [least, most] = [Math.min(...rows), Math.max(...rows)]
  const trend = trending(rules, time !== undefined)
  return [
    ...(most > 2 * least
      ? [
          `past windows have ${least} to ${most} rows: small ones differ more by chance, so the rules fit windows of no one size`,
        ]
      : []),
    ...(trend.length > 0
      ? [
          `${trend.join(', ')}: the later the window, the further away; rules learned from the past will alarm too often`,
        ]
      : []),
    ...(own.some(test => tests.includes(test))
      ? []
      : [
          `${own.join(' and ')} of the policy decides beside these rules: mlreg drift --test ${tests.join(',')} leaves the decision to them`,
        ]),
  ]
}
