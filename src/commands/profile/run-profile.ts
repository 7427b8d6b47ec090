import { type Engine, openEngine } from '../../data/engine.ts'
import { openWindow } from '../../data/open-window.ts'
import type { WindowColumn } from '../../data/window.ts'
import { MlregError } from '../../errors.ts'
import { isProfile } from '../../profile/is-profile.ts'
import { mergeProfiles } from '../../profile/merge-profiles.ts'
import { profileWindow } from '../../profile/profile-window.ts'
import { readProfile } from '../../profile/read-profile.ts'
import type { StoredProfile } from '../../profile/stored-profile.ts'
import type { Context, Outcome } from '../command.ts'
import { chooseNamed } from '../drift/choose-columns.ts'
import { progressOn } from '../drift/progress-on.ts'
import { limitsOf, type ProfileOptions } from './profile-options.ts'
import { profileOutcome } from './profile-outcome.ts'

type ProfileContext = Context<ProfileOptions, readonly [file: string]>

/** Profiles a window, or shows a profile, and writes it where asked to. */
export async function runProfile(context: ProfileContext): Promise<Outcome> {
  const {
    operands: [source],
    options,
    io,
  } = context
  if (isProfile(source)) return profileOutcome(source, await storedAgain(source, options), options)
  const engine = await openEngine(options.memory === undefined ? {} : { memory: options.memory })
  const progress = progressOn(io, options.progress)
  try {
    progress.say(`profiling ${source}`)
    const { profile, warnings } = await profileOf(engine, source, context)
    return profileOutcome(source, profile, options, warnings)
  } finally {
    progress.end()
    engine.close()
  }
}

async function profileOf(engine: Engine, source: string, { options, io }: ProfileContext) {
  const { type = new Map(), where, nullValues } = options
  const window = await openWindow(engine, {
    source,
    role: 'reference',
    stdin: io.stdin,
    ...(where === undefined ? {} : { where }),
    types: new Map([...type].filter(([, kind]) => kind !== 'ignore')),
    ...(nullValues ? { nullTokens: nullValues } : {}),
  })
  await engine.seal(window.files)
  const columns = chosen(window.columns, options)
  return {
    profile: await profileWindow(engine, window, limitsOf(options), columns),
    warnings: window.warnings,
  }
}

function chosen<Column extends Pick<WindowColumn, 'name'>>(
  columns: readonly Column[],
  options: ProfileOptions,
): readonly Column[] {
  const kept = chooseNamed(columns, options)
  if (kept.length === 0) throw new MlregError('usage', 'no column is left to profile')
  return kept
}

/** A profile read and kept within the limits asked for. */
async function storedAgain(source: string, options: ProfileOptions): Promise<StoredProfile> {
  const given = [
    ['--where', options.where],
    ['--type', options.type],
    ['--null-values', options.nullValues],
  ].find(([, value]) => value !== undefined)
  if (given !== undefined) {
    throw new MlregError('usage', `${source} is a profile, which has no rows for ${given[0]} to read`)
  }
  const stored = await readProfile(source)
  const profile = { ...stored, columns: chosen(stored.columns, options) }
  const limits = limitsOf(options, stored.limits)
  const isSame = JSON.stringify(limits) === JSON.stringify(stored.limits)
  return isSame ? profile : mergeProfiles([profile], limits)
}
