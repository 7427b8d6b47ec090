import { type Command as Commander, Option } from 'commander'
import { list } from '../options.ts'

export interface EvaluationOptions {
  readonly evaluation?: string
  readonly target?: string
  readonly prediction?: string
  readonly score?: string
  readonly task?: 'classification' | 'regression'
  readonly positive?: string
  readonly by?: readonly string[]
}

/** What measures a version on a file, group by group. */
export function evaluationOptions(command: Commander): Commander {
  for (const option of [
    new Option('--evaluation <file>', 'measure the version on this file with its answers, group by group'),
    new Option('--by <columns>', 'the columns whose values are the groups (repeatable)').argParser(list),
    new Option('--target <column>', 'the true outcomes; when left out, what the version was registered with'),
    new Option('--prediction <column>', "the model's predictions, likewise"),
    new Option('--score <column>', 'the predicted probability of the positive class, likewise'),
    new Option('--task <task>', 'what the model does; else by the target').choices([
      'classification',
      'regression',
    ]),
    new Option('--positive <label>', 'the positive class; else 1, true or yes'),
  ]) {
    command.addOption(option.helpGroup('Subgroups:'))
  }
  return command
}
