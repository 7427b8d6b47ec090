import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { verifiedBlob } from '../../artifacts/verified-blob.ts'
import { hexDigestOf } from '../../data/digest.ts'
import { openEngine } from '../../data/engine.ts'
import { MlregError } from '../../errors.ts'
import { isProfile } from '../../profile/is-profile.ts'
import { parseProfile } from '../../profile/read-profile.ts'
import { writeProfile } from '../../profile/write-profile.ts'
import type { Baseline } from '../../registry/amend-version.ts'
import type { Version } from '../../registry/versions.ts'
import type { Store } from '../../store/store.ts'
import type { Context } from '../command.ts'
import { findWindow } from '../drift/find-window.ts'
import type { FoundWindow } from '../drift/window-place.ts'
import { type TakingOptions, takeAgain, takeProfile } from '../profile/take-profile.ts'

export interface BaselineOptions extends TakingOptions {
  readonly baseline?: string
  readonly memory?: string
  readonly store?: string
}

export interface ReadBaseline {
  readonly baseline: Baseline
  /** Names of its columns. */
  readonly columns: readonly string[]
  readonly warnings: readonly string[]
}

/** Names of the columns of the baseline that a version has. */
export function columnsOf(store: Store, { name, version, baseline }: Version): readonly string[] | undefined {
  if (baseline === null) return undefined
  const what = `the baseline of ${name}/${version}`
  const { columns } = parseProfile(readFileSync(verifiedBlob(store.directory, baseline, what)), what)
  return columns.map(column => column.name)
}

type BaselineContext = Pick<Context<BaselineOptions>, 'io' | 'options'>

const takingFlags: readonly (readonly [flag: string, option: keyof BaselineOptions])[] = [
  ['--columns', 'columns'],
  ['--exclude', 'exclude'],
  ['--type', 'type'],
  ['--where', 'where'],
  ['--null-values', 'nullValues'],
  ['--min-count', 'minCount'],
  ['--private', 'private'],
  ['--max-bytes', 'maxBytes'],
]

/** The baseline that --baseline names: a window is profiled, a profile is checked. Before the store is opened for writing. */
export async function readBaseline(context: BaselineContext): Promise<ReadBaseline | undefined> {
  const { io, options } = context
  const given = takingFlags.find(([, option]) => options[option] !== undefined && options[option] !== false)
  if (options.baseline === undefined) {
    if (given === undefined) return undefined
    throw new MlregError('usage', `${given[0]} says how a baseline is profiled, and no --baseline is given`)
  }
  const found = await findWindow(context, options.baseline)
  const isTyped = found.path === options.baseline && found.path !== '-'
  const place = isTyped ? { ...found, path: resolve(io.cwd, found.path) } : found
  return isProfile(place.path)
    ? await ofProfile(place, options, given === undefined)
    : await ofWindow(place, context)
}

/** The bytes of a profile are kept as they are, unless less of it is asked for. */
async function ofProfile(
  { path, source, version }: FoundWindow,
  options: BaselineOptions,
  isWhole: boolean,
): Promise<ReadBaseline> {
  const bytes = isWhole ? readFileSync(path) : writeProfile(await takeAgain({ path, source }, options))
  const { rows, columns } = parseProfile(bytes, source)
  const data = version?.baselineData ?? { name: basename(source), digest: null, rows }
  return { baseline: { profile: bytes, data }, columns: columns.map(({ name }) => name), warnings: [] }
}

async function ofWindow(place: FoundWindow, { io, options }: BaselineContext): Promise<ReadBaseline> {
  const engine = await openEngine(options.memory === undefined ? {} : { memory: options.memory })
  try {
    const { profile, window } = await takeProfile(engine, place, options, io)
    const [file, ...others] = window.files
    const data = {
      name:
        file === undefined ? 'standard input' : others.length === 0 ? basename(place.source) : place.source,
      digest: file === undefined ? null : await hexDigestOf(window.files),
      rows: window.rows,
    }
    return {
      baseline: { profile: writeProfile(profile), data },
      columns: profile.columns.map(({ name }) => name),
      warnings: window.warnings,
    }
  } finally {
    engine.close()
  }
}
