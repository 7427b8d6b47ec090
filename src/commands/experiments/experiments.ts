import { Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { overrulingOptions } from '../tracking/overruling.ts'
import { readOptions, writeOptions } from '../tracking/store-options.ts'

/** `mlreg experiments`: the names under which runs gather. */
export const experiments: Command = {
  declare(parent, run) {
    const command = parent
      .command('experiments')
      .description('list, make, rename, delete and restore experiments')
      .helpCommand(false)
    examples(command, ['mlreg experiments', 'mlreg experiments create churn'])
    for (const child of children) child.declare(command, run)
  },
}

const list: Command = {
  declare(parent, run) {
    const command = parent
      .command('list', { isDefault: true })
      .description('list experiments (the default)')
      .addOption(new Option('--deleted', 'also those that are deleted'))
    examples(command, ['mlreg experiments list', 'mlreg experiments list --deleted --json'])
    readOptions(command).action(
      run(async context => (await import('./list-experiments.ts')).listExperiments(context)),
    )
  },
}

const create: Command = {
  declare(parent, run) {
    const command = parent
      .command('create')
      .description('make an experiment, and print its id alone')
      .argument('<name>', 'its name')
    examples(command, ['mlreg experiments create churn'])
    writeOptions(command).action(run(async context => (await changes()).create(context)))
  },
}

const rename: Command = {
  declare(parent, run) {
    const command = parent
      .command('rename')
      .description('give an experiment another name')
      .argument('<experiment>', 'its name or id')
      .argument('<name>', 'the new name')
    examples(command, ['mlreg experiments rename churn churn-2025'])
    writeOptions(command).action(run(async context => (await changes()).rename(context)))
  },
}

const remove: Command = {
  declare(parent, run) {
    const command = parent
      .command('delete')
      .description('delete an experiment and its runs; "restore" brings them back')
      .argument('<experiment>', 'its name or id')
      .addOption(new Option('-y, --yes', 'do not ask'))
    for (const option of overrulingOptions()) command.addOption(option)
    examples(command, ['mlreg experiments delete churn-2025 --yes'])
    writeOptions(command).action(run(async context => (await changes()).remove(context)))
  },
}

const restore: Command = {
  declare(parent, run) {
    const command = parent
      .command('restore')
      .description('bring a deleted experiment back, with the runs that went with it')
      .argument('<experiment>', 'its name or id')
    examples(command, ['mlreg experiments restore churn-2025'])
    writeOptions(command).action(run(async context => (await changes()).restore(context)))
  },
}

const children: readonly Command[] = [list, create, rename, remove, restore]

async function changes() {
  return await import('./change-experiments.ts')
}
