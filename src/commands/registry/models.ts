import { Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { readOptions, writeOptions } from '../tracking/store-options.ts'
import { versionOperand } from '../tracking/version-operand.ts'
import { annotations } from './annotations.ts'
import { reasonOption } from './reason.ts'

/** `mlreg models`: what was registered. */
export const models: Command = {
  declare(parent, run) {
    const command = parent
      .command('models')
      .description('list models, show, describe, tag and delete them')
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

const remove: Command = {
  declare(parent, run) {
    const command = parent
      .command('delete')
      .description('delete a model with all its versions, or one version; numbers are never given again')
      .argument('<model>', `its name, or a version: ${versionOperand}`)
    examples(command, [
      'mlreg models delete churn/3 --reason "trained on leaked labels" --yes',
      'mlreg models delete churn --reason "given up" --force',
    ])
    for (const option of [
      reasonOption(),
      new Option('--force', 'also what is in a protected stage or behind an alias; that is recorded'),
      new Option('-y, --yes', 'do not ask'),
    ]) {
      command.addOption(option.helpGroup('Deletion:'))
    }
    writeOptions(command).action(
      run(async context => (await import('./delete-model.ts')).deleteModel(context)),
    )
  },
}

const children: readonly Command[] = [list, show, ...annotations, remove]
