import { mergeProfiles } from '../../profile/merge-profiles.ts'
import { readProfile } from '../../profile/read-profile.ts'
import type { StoredProfile } from '../../profile/stored-profile.ts'
import { counted } from '../../report/numbers.ts'
import type { Context, Outcome } from '../command.ts'
import { limitsOf, type MergeOptions } from './profile-options.ts'
import { profileOutcome } from './profile-outcome.ts'

type MergeContext = Context<MergeOptions, readonly [profiles: readonly string[]]>

/** Merges profiles and writes the result where asked to. */
export async function runMerge({ operands: [sources], options }: MergeContext): Promise<Outcome> {
  const profiles: StoredProfile[] = []
  for (const source of sources) profiles.push(await readProfile(source))
  const merged = mergeProfiles(profiles, limitsOf(options))
  return profileOutcome(sources.join(' '), merged, options, poolings(profiles))
}

/** What keeps the result from being that of the windows together. */
function poolings(profiles: readonly StoredProfile[]): readonly string[] {
  if (profiles.length === 1) return []
  const pooled = profiles.flatMap(({ columns }) =>
    columns.filter(({ profile }) => profile.kind === 'categorical' && !profile.exact).map(({ name }) => name),
  )
  const names = [...new Set(pooled)]
  if (names.length === 0) return []
  return [
    `${counted(names.length, 'column')} (${names.join(', ')}) had rare categories pooled in a part: what they are together ` +
      'is not known; profile the parts with --min-count 1',
  ]
}
