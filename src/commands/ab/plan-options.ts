import { InvalidArgumentError, Option } from 'commander'
import { type OutputOptions, positiveInteger } from '../options.ts'
import { type DemandOptions, demandOptions, type MinLift, minLift } from './ab-options.ts'

export interface PlanOptions extends OutputOptions, DemandOptions {
  readonly baseline?: number
  readonly lift?: MinLift
  readonly rows?: number
  readonly sd?: number
  readonly ratio: number
}

/** What `mlreg ab plan` takes. */
export function planOptions(): Option[] {
  return [
    new Option('--baseline <value>', 'the share of successes of A, 0 to 1; of means, their value').argParser(
      finite,
    ),
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
