import { Option } from 'commander'
import { mergeCommand } from '../bundle/merge-command.ts'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { repeated } from '../options.ts'
import { writeOptions } from '../tracking/store-options.ts'

/** `mlreg import`: runs that another program recorded, or another store. */
export const importCommand: Command = {
  declare(parent, run) {
    const command = parent
      .command('import')
      .description('take over runs that another program recorded')
      .helpCommand(false)
    examples(command, ['mlreg import mlflow mlflow.db', 'mlreg import mlflow ./mlruns'])
    for (const child of [mlflow, mergeCommand('import', 'bundle')]) child.declare(command, run)
  },
}

const mlflow: Command = {
  declare(parent, run) {
    const command = parent
      .command('mlflow')
      .description('take over experiments, runs, files and models from MLflow; again, only what is new')
      .argument('<path>', "MLflow's SQLite file or mlruns folder, which stays as it is")
    examples(command, [
      'mlreg import mlflow mlflow.db',
      'mlreg import mlflow mlflow.db --artifacts /srv/mlartifacts',
    ])
    command.addOption(
      new Option('--artifacts <directory>', 'files may lie there too (repeatable)')
        .argParser(repeated)
        .helpGroup('Import:'),
    )
    writeOptions(command).action(run(async context => (await import('./run-import.ts')).runImport(context)))
  },
}
