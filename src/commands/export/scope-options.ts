import { type Command as Commander, Option } from 'commander'
import { repeated } from '../options.ts'

/** The options that say which runs go out, and over what. */
export function scopeOptions(command: Commander): Commander {
  const options = [
    new Option('-e, --experiment <name>', 'only runs of this experiment (repeatable)').argParser(repeated),
    new Option('--deleted', 'deleted runs too'),
    new Option('--force', 'replace what is there'),
  ]
  for (const option of options) command.addOption(option.helpGroup('Runs:'))
  return command
}
