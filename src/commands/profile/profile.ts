import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { profileMerge } from './merge.ts'
import { profileOptions } from './profile-options.ts'

/** Commands under `mlreg profile`. A file of such a name is given as ./merge. */
const children: readonly Command[] = [profileMerge]

/** `mlreg profile`: what is in a window, and a file that stands for it. */
export const profile: Command = {
  declare(parent, run) {
    const command = parent
      .command('profile')
      .summary('show what a window holds, or keep it as a profile that stands for the window')
      .description(
        'Shows the statistics of every column of a window or profile. With --output, also writes a profile: a file of ' +
          'at most 1 MB for 25 columns, without rows, that mlreg drift takes in the place of the window.',
      )
      .argument('<file>', 'a file, a glob, a directory of Parquet, a profile, or - for CSV on stdin')
    examples(command, [
      'mlreg profile reference.parquet',
      'mlreg profile reference.parquet --output churn.profile',
      'mlreg profile reference.parquet --output churn.profile --private --min-count 20',
      'mlreg drift churn.profile week.parquet',
    ])
    profileOptions(command).action(
      run(async context => (await import('./run-profile.ts')).runProfile(context)),
    )
    for (const child of children) child.declare(command.helpCommand(false), run)
  },
}
