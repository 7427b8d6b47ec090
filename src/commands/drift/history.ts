import { existsSync, realpathSync } from 'node:fs'
import { timeParts } from '../../data/time-parts.ts'
import type { WindowColumn } from '../../data/window.ts'
import { windowFiles } from '../../data/window-files.ts'
import { MlregError } from '../../errors.ts'
import { asPair, type Opened, openOne, type Windows, type WindowsRun } from './open-windows.ts'
import type { TuneOptions } from './tune-options.ts'
import type { WindowPlace } from './window-place.ts'

/** A past window beside what it is compared with. */
export interface PastWindow {
  readonly label: string
  readonly rows: number
  readonly windows: Windows
}

export interface History {
  readonly reference: Opened
  /** In the order given, or in order of time. */
  readonly past: readonly PastWindow[]
  /** The column of times that cut the reference into windows. */
  readonly time?: string
  readonly warnings: readonly string[]
}

type TuneRun = WindowsRun & { readonly context: { readonly options: TuneOptions } }

/** Opens the past windows; from then on the engine reaches no other file. Throws `usage` where none are named. */
export async function openHistory(run: TuneRun, place: WindowPlace): Promise<History> {
  const { history = [], by } = run.context.options
  if (history.length > 0 === (by !== undefined)) {
    throw new MlregError(
      'usage',
      by ? '--history and --by are two ways to say one thing' : 'there is no history',
      {
        hint: "give past windows, --history 'weeks/*.parquet', or cut the reference, --by week",
      },
    )
  }
  const reference = await openOne(run, 'reference', place)
  return by === undefined ? await fromFiles(run, reference, history) : await fromTimes(run, reference, by)
}

/** Every window is compared with the reference, as a new one will be: their scores are exchangeable if they are. */
async function fromFiles(run: TuneRun, reference: Opened, history: readonly string[]): Promise<History> {
  const sources = expanded(history)
  const { engine } = run
  const opened: Opened[] = []
  for (const source of sources) {
    const one = await openOne(run, 'current', { path: source, source }, reference.window.columns)
    requireApart(one, reference)
    opened.push(one)
  }
  await engine.seal([reference, ...opened].flatMap(({ window }) => window.files))
  const past: PastWindow[] = []
  for (const one of opened) {
    const windows = await asPair(run, reference, one)
    past.push({ label: one.window.source, rows: one.window.rows, windows })
  }
  const warnings = opened.flatMap(({ window }) => window.warnings)
  return { reference, past, warnings: [...reference.window.warnings, ...warnings] }
}

/** A file that is named twice is one window. */
function expanded(history: readonly string[]): readonly string[] {
  const files = history.flatMap(source => {
    if (source === '-') throw new MlregError('usage', 'standard input cannot be a past window')
    return !existsSync(source) && /[*?[]/.test(source) ? windowFiles(source).files : [source]
  })
  const seen = new Set<string>()
  return files.filter(file => {
    const path = real(file)
    return !seen.has(path) && seen.add(path)
  })
}

function real(file: string): string {
  return existsSync(file) ? realpathSync(file) : file
}

/** What is part of the reference is nearer to it than a new window can be. */
function requireApart({ window }: Opened, reference: Opened): void {
  const taken = new Set(reference.window.files.map(real))
  if (!window.files.some(file => taken.has(real(file)))) return
  throw new MlregError('usage', `${window.source} is part of the reference`, {
    hint: 'leave it out, or cut the reference into its own windows with --by',
  })
}

/**
 * Every window is compared with all other rows of the reference, as a new one will be with all of them. Each window has
 * been treated alike, and the reference of a new one is larger by one window.
 */
async function fromTimes(
  run: TuneRun,
  reference: Opened,
  by: NonNullable<TuneOptions['by']>,
): Promise<History> {
  const { window, profile } = reference
  const { options } = run.context
  if (profile) {
    throw new MlregError('usage', `${window.source} is a profile: it has no rows that --by could cut`, {
      hint: 'name past windows with --history',
    })
  }
  if (options.currentWhere !== undefined)
    throw new MlregError('usage', '--current-where is for past windows of their own', {
      hint: 'filter the reference with --reference-where',
    })
  const column = timeColumn(window.columns, options.time)
  await run.engine.seal(window.files)
  const { parts, cut } = await timeParts(run.engine, window, column, by)
  const past: PastWindow[] = []
  for (const part of parts) {
    const windows = await asPair(run, { window: part.rest }, { window: part.window })
    past.push({ label: part.label, rows: part.window.rows, windows })
  }
  const left = cut.length === 0 ? [] : [`${cut.join(' and ')}: not a whole ${by}, and no past window`]
  return { reference, past, time: column.name, warnings: [...window.warnings, ...left] }
}

function timeColumn(columns: readonly WindowColumn[], name: string | undefined): WindowColumn {
  const times = columns.filter(({ kind }) => kind === 'datetime')
  const names = times.map(column => column.name).join(', ')
  if (name === undefined) {
    const [only, other] = times
    if (only !== undefined && other === undefined) return only
    throw new MlregError('usage', `the reference has ${only ? 'several columns' : 'no column'} of times`, {
      hint: only
        ? `name one with --time: ${names}`
        : 'name one with --time, and --type COLUMN=datetime if need be',
    })
  }
  const found = columns.find(column => column.name === name)
  if (found === undefined) {
    throw new MlregError('not-found', `the reference has no column "${name}"`, {
      hint: times.length === 0 ? 'it has no column of times' : `its columns of times: ${names}`,
    })
  }
  if (found.kind === 'datetime') return found
  throw new MlregError('usage', `${name} holds ${found.type}, not times`, {
    hint: `--type ${name}=datetime reads it as such`,
  })
}
