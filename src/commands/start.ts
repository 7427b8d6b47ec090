import { Option } from 'commander'
import type { Command } from './command.ts'
import { examples } from './help/examples.ts'
import { pairs } from './tracking/pair.ts'
import { writeOptions } from './tracking/store-options.ts'

export const start: Command = {
  declare(parent, run) {
    const command = parent.command('start').description('begin a run, and print its id alone')
    examples(command, [
      'mlreg start --experiment churn --name wide-trees --param depth=8 --tag team=growth',
      'export MLREG_RUN_ID=$(mlreg start --experiment churn)',
    ])
    const options = [
      new Option('-e, --experiment <name>', 'the experiment it belongs to; made when it is new'),
      new Option('-n, --name <name>', 'a name for people'),
      new Option('--parent <run>', 'the run it is part of'),
      new Option('-p, --param <key=value>', 'a param (repeatable)').argParser(pairs),
      new Option('-t, --tag <key=value>', 'a tag (repeatable)').argParser(pairs),
    ]
    for (const option of options) command.addOption(option.helpGroup('Run:'))
    writeOptions(command).action(
      run(async context => (await import('./tracking/run-start.ts')).runStart(context)),
    )
  },
}
