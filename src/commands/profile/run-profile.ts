import { openEngine } from '../../data/engine.ts'
import { isProfile } from '../../profile/is-profile.ts'
import type { Context, Outcome } from '../command.ts'
import { findWindow } from '../drift/find-window.ts'
import { progressOn } from '../drift/progress-on.ts'
import type { ProfileOptions } from './profile-options.ts'
import { profileOutcome } from './profile-outcome.ts'
import { takeAgain, takeProfile } from './take-profile.ts'

type ProfileContext = Context<ProfileOptions, readonly [file: string]>

/** Profiles a window, or shows a profile, and writes it where asked to. */
export async function runProfile(context: ProfileContext): Promise<Outcome> {
  const {
    operands: [source],
    options,
    io,
  } = context
  const place = await findWindow(context, source)
  if (isProfile(place.path)) return profileOutcome(source, await takeAgain(place, options), options)
  const engine = await openEngine(options.memory === undefined ? {} : { memory: options.memory })
  const progress = progressOn(io, options.progress)
  try {
    progress.say(`profiling ${source}`)
    const { profile, window } = await takeProfile(engine, place, options, io)
    return profileOutcome(source, profile, options, window.warnings)
  } finally {
    progress.end()
    engine.close()
  }
}
