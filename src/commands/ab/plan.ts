import { InvalidArgumentError, Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { type OutputOptions, positiveInteger, showOptions } from '../options.ts'
import { type DemandOptions, demandOptions, type MinLift, minLift } from './ab-options.ts'

export interface PlanOptions extends OutputOptions, DemandOptions {
  readonly baseline?: number
  readonly lift?: MinLift
  readonly rows?: number
  readonly sd?: number
  readonly ratio: number
}

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
    const options = [
      new Option(
        '--baseline <value>',
        'the share of successes of A, 0 to 1; of means, their value',
      ).argParser(finite),
      new Option('--lift <lift>', 'the true lift to be seen: a difference, or 3% of the baseline').argParser(
        minLift,
      ),
      new Option('--rows <n>', 'rows of A').argParser(positiveInteger),
      new Option('--sd <number>', 'the standard deviation of the values: plans a test of means').argParser(
        positive,
      ),
      new Option('--ratio <number>', 'rows of B for each row of A').argParser(positive).default(1),
      ...demandOptions(),
    ]
    for (const option of options) command.addOption(option.helpGroup('Plan:'))
    showOptions(command).action(run(async context => (await import('./run-plan.ts')).runPlan(context)))
  },
}

function finite(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  throw new InvalidArgumentError('It must be a number.')
}

function positive(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 1e-9 && value <= 1e9) return value
  throw new InvalidArgumentError('It must be a number above 0, from 1e-9 to 1e9.')
}
