import { Option } from 'commander'
import type { Command } from '../command.ts'
import { scopeOptions } from '../export/scope-options.ts'
import { examples } from '../help/examples.ts'
import { repeated, showOptions } from '../options.ts'
import { writeOptions } from '../tracking/store-options.ts'

/** `mlreg bundle`: runs on their way to a machine that no network leads to. */
export const bundle: Command = {
  declare(parent, run) {
    const command = parent
      .command('bundle')
      .description('carry runs and their files to another store, in one file')
      .helpCommand(false)
    examples(command, ['mlreg bundle create churn.tar --experiment churn', 'mlreg bundle merge churn.tar'])
    for (const child of children) child.declare(command, run)
  },
}

const create: Command = {
  declare(parent, run) {
    const command = parent
      .command('create')
      .description('write runs, with all that is known of them and every file, into one tar archive')
      .argument('<file>', 'where to; its directory has to exist')
    examples(command, ['mlreg bundle create all.tar', 'mlreg bundle create churn.tar --experiment churn'])
    command.addOption(
      new Option('--run <run>', 'only this run: its id, the start of it, or its name (repeatable)')
        .argParser(repeated)
        .helpGroup('Runs:'),
    )
    writeOptions(scopeOptions(command), { actor: false }).action(
      run(async context => (await import('./create-bundle.ts')).createBundle(context)),
    )
  },
}

const verify: Command = {
  declare(parent, run) {
    const command = parent
      .command('verify')
      .description('check that a bundle is whole: every byte, and that nothing else is in it')
      .argument('<file>', 'a file that "mlreg bundle create" made')
    examples(command, ['mlreg bundle verify churn.tar'])
    showOptions(command).action(
      run(async context => (await import('./check-bundle.ts')).checkBundle(context)),
    )
  },
}

const merge: Command = {
  declare(parent, run) {
    const command = parent
      .command('merge')
      .description('add what a bundle holds to the store: all of it, or nothing where it contradicts')
      .argument('<file>', 'a file that "mlreg bundle create" made')
    examples(command, ['mlreg bundle merge churn.tar', 'mlreg bundle merge churn.tar --store /srv/store'])
    writeOptions(command).action(run(async context => (await import('./run-merge.ts')).runMerge(context)))
  },
}

const children: readonly Command[] = [create, verify, merge]
