import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { mergeOptions } from './profile-options.ts'

/** `mlreg profile merge`: the profile of several windows from theirs. */
export const profileMerge: Command = {
  declare(parent, run) {
    const command = parent
      .command('merge')
      .summary('merge profiles into the profile of all their windows')
      .description(
        'Merges profiles: the result is, to the byte, the profile of all their windows together. Only categories that a ' +
          'part pooled for being rare stay pooled: profile the parts with --min-count 1 where that matters.',
      )
      .argument('<profiles...>', 'files that mlreg profile wrote')
    examples(command, [
      'mlreg profile merge january.profile february.profile --output winter.profile',
      'mlreg profile merge days/*.profile --output week.profile --min-count 10',
    ])
    mergeOptions(command).action(run(async context => (await import('./run-merge.ts')).runMerge(context)))
  },
}
