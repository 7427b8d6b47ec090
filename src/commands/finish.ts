import { Option } from 'commander'
import type { Command } from './command.ts'
import { examples } from './help/examples.ts'
import { writeOptions } from './tracking/store-options.ts'

export const finish: Command = {
  declare(parent, run) {
    const command = parent.command('finish').description('end a run')
    examples(command, ['mlreg finish', 'mlreg finish --run 3f2a --status failed'])
    const options = [
      new Option('--run <run>', 'the run, instead of MLREG_RUN_ID'),
      new Option('--status <status>', 'how it ended')
        .choices(['finished', 'failed', 'killed'])
        .default('finished'),
    ]
    for (const option of options) command.addOption(option.helpGroup('Run:'))
    writeOptions(command).action(
      run(async context => (await import('./tracking/run-finish.ts')).runFinish(context)),
    )
  },
}
