import { type Command as Commander, Option } from 'commander'
import { choosing } from '../runs/choosing-options.ts'

/** The options that say which runs go out, and over what. */
export function scopeOptions(command: Commander): Commander {
  const options = [
    ...choosing(),
    new Option('--deleted', 'deleted runs too'),
    new Option('--force', 'replace what is there'),
  ]
  for (const option of options) command.addOption(option.helpGroup('Runs:'))
  return command
}
