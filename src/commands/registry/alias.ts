import { Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { writeOptions } from '../tracking/store-options.ts'
import { versionOperand } from '../tracking/version-operand.ts'

/** `mlreg alias`: a word that stands for a version until it is moved. */
export const alias: Command = {
  declare(parent, run) {
    const command = parent
      .command('alias')
      .description('let a word stand for a version of a model, whatever its stage')
      .argument('<name@alias>', 'the model and the word')
      .argument('[model]', `the version: ${versionOperand}; left out with --delete`)
    examples(command, ['mlreg alias churn@champion churn/7', 'mlreg alias churn@canary --delete'])
    for (const option of [
      new Option('--delete', 'take the word back'),
      new Option('--reason <text>', 'why; it stays in the history'),
    ]) {
      command.addOption(option.helpGroup('Alias:'))
    }
    writeOptions(command).action(run(async context => (await import('./run-alias.ts')).runAlias(context)))
  },
}
