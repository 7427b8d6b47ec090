import { MlregError } from '../../errors.ts'
import type { StoredProfile } from '../../profile/stored-profile.ts'
import { writeProfile } from '../../profile/write-profile.ts'
import type { Outcome } from '../command.ts'
import type { MergeOptions } from './profile-options.ts'
import { profileReport } from './profile-report.ts'

/** Shows a profile and, with --output, has it written. */
export function profileOutcome(
  source: string,
  profile: StoredProfile,
  { output }: MergeOptions,
  warnings: readonly string[] = [],
): Outcome {
  if (output === '-') {
    throw new MlregError('usage', 'a profile is no text and is not written to standard output', {
      hint: 'name a file: --output churn.profile',
    })
  }
  if (output === undefined) return { report: profileReport({ source, profile }), fine: true, warnings }
  const content = writeProfile(profile)
  const written = { path: output, bytes: content.length }
  return {
    report: profileReport({ source, profile, written }),
    fine: true,
    warnings,
    files: [{ path: output, content }],
  }
}
