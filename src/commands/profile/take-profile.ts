import type { Engine } from '../../data/engine.ts'
import { openWindow } from '../../data/open-window.ts'
import type { OpenedWindow, WindowColumn } from '../../data/window.ts'
import { MlregError } from '../../errors.ts'
import type { Io } from '../../io.ts'
import { mergeProfiles } from '../../profile/merge-profiles.ts'
import { profileWindow } from '../../profile/profile-window.ts'
import { readProfile } from '../../profile/read-profile.ts'
import type { StoredProfile } from '../../profile/stored-profile.ts'
import { chooseNamed } from '../drift/choose-columns.ts'
import type { WindowPlace } from '../drift/window-place.ts'
import { limitsOf, type ProfileOptions } from './profile-options.ts'

/** What is said of a profile that is to be taken. */
export type TakingOptions = Pick<
  ProfileOptions,
  'columns' | 'exclude' | 'type' | 'where' | 'nullValues' | 'minCount' | 'private' | 'maxBytes'
>

/** Profiles a window. */
export async function takeProfile(
  engine: Engine,
  { path, source }: WindowPlace,
  options: TakingOptions,
  io: Pick<Io, 'stdin'>,
): Promise<{ readonly profile: StoredProfile; readonly window: OpenedWindow }> {
  const { type = new Map(), where, nullValues } = options
  const window = await openWindow(engine, {
    source: path,
    title: source,
    role: 'reference',
    stdin: io.stdin,
    ...(where === undefined ? {} : { where }),
    types: new Map([...type].filter(([, kind]) => kind !== 'ignore')),
    ...(nullValues ? { nullTokens: nullValues } : {}),
  })
  await engine.seal(window.files)
  const columns = chosen(window.columns, options)
  return { profile: await profileWindow(engine, window, limitsOf(options), columns), window }
}

/** Reads a profile, and keeps what the options leave of it. */
export async function takeAgain(
  { path, source }: WindowPlace,
  options: TakingOptions,
): Promise<StoredProfile> {
  const given = [
    ['--where', options.where],
    ['--type', options.type],
    ['--null-values', options.nullValues],
  ].find(([, value]) => value !== undefined)
  if (given !== undefined) {
    throw new MlregError('usage', `${source} is a profile, which has no rows for ${given[0]} to read`)
  }
  const stored = await readProfile(path, source)
  const profile = { ...stored, columns: chosen(stored.columns, options) }
  const limits = limitsOf(options, stored.limits)
  const isSame = JSON.stringify(limits) === JSON.stringify(stored.limits)
  return isSame ? profile : mergeProfiles([profile], limits)
}

function chosen<Column extends Pick<WindowColumn, 'name'>>(
  columns: readonly Column[],
  options: TakingOptions,
): readonly Column[] {
  const kept = chooseNamed(columns, options)
  if (kept.length === 0) throw new MlregError('usage', 'no column is left to profile')
  return kept
}
