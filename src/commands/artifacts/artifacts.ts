import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { readOptions } from '../tracking/store-options.ts'
import { versionOperand } from '../tracking/version-operand.ts'

/** `mlreg artifacts`: the files of runs and versions. */
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
      .description('list the files of a run, or of a version of a model')
      .argument(
        '<run|model>',
        `a run: its id, the first 4 digits of it, its name; or a version: ${versionOperand}`,
      )
    examples(command, ['mlreg artifacts list 3f2a', 'mlreg artifacts list churn/Production --json'])
    readOptions(command).action(
      run(async context => (await import('./list-artifacts.ts')).listArtifacts(context)),
    )
  },
}
