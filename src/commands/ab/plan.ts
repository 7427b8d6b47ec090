import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { showOptions } from '../options.ts'
import { planOptions } from './plan-options.ts'

/** `mlreg ab plan`: how many rows a test takes, or what so many rows show. No gate: an answer is exit 0. */
export const abPlan: Command = {
  declare(parent, run) {
    const command = parent
      .command('plan')
      .summary('plan a test: the rows it takes, or the lift that so many rows show')
      .description(
        'Tells how many rows of either arm show a true lift; with --rows, the least lift that they show; with both, how ' +
          'likely it is to be seen. Of shares by --baseline, of means by --sd.',
      )
    examples(command, [
      'mlreg ab plan --baseline 0.08 --lift 0.01',
      'mlreg ab plan --baseline 0.08 --rows 20000 --ratio 0.25',
      'mlreg ab plan --sd 3.2 --lift 0.5 --power 0.9',
    ])
    for (const option of planOptions()) command.addOption(option.helpGroup('Plan:'))
    showOptions(command).action(run(async context => (await import('./run-plan.ts')).runPlan(context)))
  },
}
