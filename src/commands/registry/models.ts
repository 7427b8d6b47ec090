import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { readOptions } from '../tracking/store-options.ts'
import { versionOperand } from './version-operand.ts'

/** `mlreg models`: what was registered. */
export const models: Command = {
  declare(parent, run) {
    const command = parent
      .command('models')
      .description('list models, show their versions, delete them')
      .helpCommand(false)
    examples(command, ['mlreg models', 'mlreg models show churn', 'mlreg models show churn/Production'])
    for (const child of children) child.declare(command, run)
  },
}

const list: Command = {
  declare(parent, run) {
    const command = parent.command('list', { isDefault: true }).description('list models (the default)')
    examples(command, ['mlreg models', 'mlreg models list --json'])
    readOptions(command).action(run(async context => (await import('./list-models.ts')).listModels(context)))
  },
}

const show: Command = {
  declare(parent, run) {
    const command = parent
      .command('show')
      .description('show the versions of a model, or all that is known of one')
      .argument('<model>', `its name, or a version: ${versionOperand}`)
    examples(command, ['mlreg models show churn', 'mlreg models show churn@champion --json'])
    readOptions(command).action(run(async context => (await import('./show-model.ts')).showModel(context)))
  },
}

const children: readonly Command[] = [list, show]
