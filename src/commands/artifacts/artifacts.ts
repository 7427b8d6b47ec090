import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { runOperand } from '../tracking/run-operand.ts'
import { readOptions } from '../tracking/store-options.ts'

/** `mlreg artifacts`: the files of a run. */
export const artifacts: Command = {
  declare(parent, run) {
    const command = parent.command('artifacts').description('look at stored files').helpCommand(false)
    examples(command, ['mlreg artifacts list 3f2a'])
    list.declare(command, run)
  },
}

const list: Command = {
  declare(parent, run) {
    const command = parent
      .command('list')
      .description('list the files of a run')
      .argument('<run>', runOperand)
    examples(command, ['mlreg artifacts list 3f2a', 'mlreg artifacts list wide-trees --json'])
    readOptions(command).action(
      run(async context => (await import('./list-artifacts.ts')).listArtifacts(context)),
    )
  },
}
