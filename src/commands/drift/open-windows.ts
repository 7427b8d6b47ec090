import type { Engine } from '../../data/engine.ts'
import { openWindow } from '../../data/open-window.ts'
import type { OpenedWindow, WindowColumn } from '../../data/window.ts'
import { asClasses } from '../../quality/as-classes.ts'
import { chooseTask } from '../../quality/choose-task.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context } from '../command.ts'
import type { DriftOptions } from './drift-options.ts'
import type { Progress } from './progress-on.ts'

export type DriftContext = Context<DriftOptions, readonly [reference?: string, current?: string]>

export interface DriftRun {
  readonly context: DriftContext
  readonly engine: Engine
  readonly progress: Progress
}

export interface Windows {
  readonly reference: OpenedWindow
  readonly current: OpenedWindow
  readonly task: 'classification' | 'regression'
  /** Columns that both filters name: each window has its own values there, by construction. */
  readonly selecting: ReadonlySet<string>
}

/** Opens both windows; from then on the engine reaches no other file. */
export async function openWindows(
  run: DriftRun,
  referenceSource: string,
  currentSource: string,
): Promise<Windows> {
  const { options } = run.context
  const reference = await open(run, 'reference', referenceSource)
  const current = await open(run, 'current', currentSource, reference.columns)
  await run.engine.seal([...reference.files, ...current.files])
  const target = reference.columns.find(({ name }) => name === options.target)
  const task = target
    ? await chooseTask(run.engine, reference, target, options.task)
    : (options.task ?? 'regression')
  const windows = { reference, current, task, selecting: selecting(reference, current) }
  return task === 'regression' ? windows : asClasses(windows, options)
}

async function open(
  { context: { io, options, explain }, engine, progress }: DriftRun,
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
    types: new Map([...(options.type ?? [])].filter(([, kind]) => kind !== 'ignore')),
    ...(options.nullValues ? { nullTokens: options.nullValues } : {}),
    ...(expect ? { expect } : {}),
  })
  const files = window.files.length === 1 ? '1 file' : `${window.files.length} files`
  explain(`${role}: ${window.rows} rows of ${window.format} from ${files}, opened in ${since(started)}`)
  return window
}

function selecting(reference: OpenedWindow, current: OpenedWindow): ReadonlySet<string> {
  const both = (reference.filteredBy ?? []).filter(name => current.filteredBy?.includes(name))
  return new Set(both)
}

/** Time since a `performance.now()`, in words. */
export function since(started: number): string {
  return `${Math.round(performance.now() - started)} ms`
}
