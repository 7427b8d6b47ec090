import type { Engine } from '../../data/engine.ts'
import { openWindow } from '../../data/open-window.ts'
import type { OpenedWindow, WindowColumn } from '../../data/window.ts'
import { isProfile } from '../../profile/is-profile.ts'
import type { StoredProfile } from '../../profile/stored-profile.ts'
import { asClasses } from '../../quality/as-classes.ts'
import { chooseTask } from '../../quality/choose-task.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context } from '../command.ts'
import type { DriftOptions, WindowsOptions } from './drift-options.ts'
import { openProfile, requireClasses, storedTask } from './open-profile.ts'
import type { Progress } from './progress-on.ts'
import type { WindowPlace } from './window-place.ts'

export type DriftContext = Context<DriftOptions, readonly [reference?: string, current?: string]>

export interface DriftRun {
  readonly context: DriftContext
  readonly engine: Engine
  readonly progress: Progress
}

/** What opening takes of a run: any command under `mlreg drift` has it. */
export interface WindowsRun extends Pick<DriftRun, 'engine' | 'progress'> {
  readonly context: Pick<DriftContext, 'io' | 'explain'> & { readonly options: WindowsOptions }
}

export interface Windows {
  readonly reference: OpenedWindow
  readonly current: OpenedWindow
  /** Either side that is a profile and not a window. */
  readonly profiles: { readonly reference?: StoredProfile; readonly current?: StoredProfile }
  readonly task: 'classification' | 'regression'
  /** Columns that both filters name: each window has its own values there, by construction. */
  readonly selecting: ReadonlySet<string>
}

/** Opens both windows; from then on the engine reaches no other file. */
export async function openWindows(
  run: WindowsRun,
  reference: WindowPlace,
  current: WindowPlace,
): Promise<Windows> {
  const opening = openOne(run, 'reference', reference)
  const columns = opening.then(({ window }) => window.columns)
  // A failure is thrown where the windows are awaited; until then it is not unhandled.
  columns.catch(() => undefined)
  const isParquet = [reference, current].every(({ path }) => /\.(parquet|pq|parq)$/i.test(path))
  // Parquet says what its columns are without the reference's.
  if (!isParquet) await opening
  const next = openOne(run, 'current', current, columns)
  next.catch(() => undefined)
  // The reference's failure comes first, once nothing is under way any more.
  const before = await opening.catch(error => next.catch(() => undefined).then(() => Promise.reject(error)))
  const after = await next
  await run.engine.seal([...before.window.files, ...after.window.files])
  return await asPair(run, before, after)
}

/** Two windows, the engine being sealed, as they are compared: outcomes are classes where the task is to classify. */
export async function asPair(run: WindowsRun, before: Opened, after: Opened): Promise<Windows> {
  const { options } = run.context
  const [reference, current] = [before.window, after.window]
  const profiles = {
    ...(before.profile ? { reference: before.profile } : {}),
    ...(after.profile ? { current: after.profile } : {}),
  }
  const task = await taskOf(run, before)
  const windows = { reference, current, profiles, task, selecting: selecting(reference, current) }
  if (task === 'regression') return windows
  for (const profile of [before.profile, after.profile]) if (profile) requireClasses(profile, options)
  return asClasses(windows, options)
}

/** A window, or a profile in its place. */
export interface Opened {
  readonly window: OpenedWindow
  readonly profile?: StoredProfile
}

async function taskOf(
  { context: { options }, engine }: WindowsRun,
  { window, profile }: Opened,
): Promise<Windows['task']> {
  const target = window.columns.find(({ name }) => name === options.target)
  if (target === undefined) return options.task ?? 'regression'
  if (profile === undefined) return await chooseTask(engine, window, target, options.task)
  return options.task ?? storedTask(profile, target.name)
}

/** Opens a window, the current ones with the reference's columns. */
export async function openOne(
  { context: { io, options, explain }, engine, progress }: WindowsRun,
  role: 'reference' | 'current',
  place: WindowPlace,
  expect?: readonly WindowColumn[] | Promise<readonly WindowColumn[]>,
): Promise<Opened> {
  const { path, source } = place
  const where = role === 'reference' ? options.referenceWhere : options.currentWhere
  progress.say(`reading ${escapeText(source)}`)
  const started = performance.now()
  if (isProfile(path)) {
    const opened = await openProfile(place, role, options, await expect)
    explain(`${role}: a profile of ${opened.window.rows} rows, read in ${since(started)}`)
    return opened
  }
  const window = await openWindow(engine, {
    source: path,
    title: source,
    role,
    ...(path === '-' ? { stdin: io.stdin } : {}),
    ...(where === undefined ? {} : { where }),
    types: new Map([...(options.type ?? [])].filter(([, kind]) => kind !== 'ignore')),
    ...(options.nullValues ? { nullTokens: options.nullValues } : {}),
    ...(expect ? { expect } : {}),
  })
  const files = window.files.length === 1 ? '1 file' : `${window.files.length} files`
  explain(`${role}: ${window.rows} rows of ${window.format} from ${files}, opened in ${since(started)}`)
  return { window }
}

function selecting(reference: OpenedWindow, current: OpenedWindow): ReadonlySet<string> {
  const both = (reference.filteredBy ?? []).filter(name => current.filteredBy?.includes(name))
  return new Set(both)
}

/** Time since a `performance.now()`, in words. */
export function since(started: number): string {
  return `${Math.round(performance.now() - started)} ms`
}
