import { Option } from 'commander'
import { repeated } from '../options.ts'

/** Which runs are meant, for every command that takes many. */
export function choosing(): Option[] {
  return [
    new Option('-e, --experiment <name>', 'only runs of this experiment (repeatable)').argParser(repeated),
    new Option('--filter <expression>', `such as "metrics.auc > 0.9 and params.model = 'tree'"`),
  ]
}
