import { InvalidArgumentError, Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { list, repeated } from '../options.ts'
import { pairs } from '../tracking/pair.ts'
import { writeOptions } from '../tracking/store-options.ts'

/** `mlreg run -- CMD`: another program's life as a run. */
export const run: Command = {
  declare(parent, action) {
    const command = parent
      .command('run')
      .description('run a command and record it: output, exit, code, environment, data')
      .argument('<command...>', 'after --: the command and its arguments, given to no shell')
      .passThroughOptions()
    examples(command, [
      'mlreg run -- python train.py',
      'mlreg run --experiment churn --param lr=0.1 --data train.parquet -- python train.py',
      "mlreg run --scalars '(?<key>\\w+): (?<value>[-+.\\w]+)' -- ./train.sh",
    ])
    const options = [
      new Option('-e, --experiment <name>', 'the experiment it belongs to; made when it is new'),
      new Option('-n, --name <name>', 'a name for people'),
      new Option('-p, --param <key=value>', 'a param (repeatable)').argParser(pairs),
      new Option('-t, --tag <key=value>', 'a tag (repeatable)').argParser(pairs),
      new Option('-d, --data <file[:context]>', 'data that it reads or makes (repeatable)').argParser(
        repeated,
      ),
      new Option(
        '--scalars <regex>',
        'take metrics from lines of its output: groups named key, value and step, or named as the metric (repeatable)',
      ).argParser(scalarPattern),
      new Option('--env <name,…>', 'further environment variables to keep').argParser(list),
    ]
    for (const option of options) command.addOption(option.helpGroup('Run:'))
    writeOptions(command).action(
      action(async context => (await import('./run-command.ts')).runCommand(context)),
    )
    command.addHelpText('after', afterHelp)
  },
}

const afterHelp = `
The status is the command's own: 127 when it is not found, 126 when it may not be
run, and a signal that ends it ends mlreg. Standard output is the command's alone.
The command sees MLREG_RUN_ID, MLREG_STORE and MLREG_EXPERIMENT. Nothing that goes
wrong with the store stops it; what could not be recorded is kept, and recorded by
the next command that can write to the store.`

/** A pattern without a group named after what it finds could say nothing. */
function scalarPattern(text: string, previous: readonly RegExp[] | undefined): RegExp[] {
  try {
    const pattern = new RegExp(text, 'gu')
    if (/\(\?<\w+>/.test(text)) return [...(previous ?? []), pattern]
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`)
  }
  throw new InvalidArgumentError(
    'It needs named groups, such as (?<key>\\w+)=(?<value>\\S+) or loss=(?<loss>\\S+).',
  )
}
