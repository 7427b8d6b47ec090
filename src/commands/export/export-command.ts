import { Option } from 'commander'
import { createCommand } from '../bundle/create-command.ts'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { readOptions } from '../tracking/store-options.ts'
import { scopeOptions } from './scope-options.ts'

/** `mlreg export`: runs in a form that other programs read, or another store. */
export const exportCommand: Command = {
  declare(parent, run) {
    const command = parent
      .command('export')
      .description('write runs to files that other programs read')
      .helpCommand(false)
    examples(command, [
      'mlreg export csv runs.csv --experiment churn',
      'mlreg export parquet points.parquet --history',
    ])
    for (const child of [...children, mlflow, createCommand('export', 'bundle')]) child.declare(command, run)
  },
}

const tables = [
  ['csv', 'CSV', 'a row a run, with a column for every param, latest metric and tag'],
  ['parquet', 'Parquet', 'the same table as for csv, with types'],
  ['jsonl', 'JSON lines', 'a line a run: all that "mlreg runs show --json" says of it'],
] as const

const children: readonly Command[] = tables.map(([name, format, what]) => ({
  declare(parent, run) {
    const command = parent
      .command(name)
      .description(`write runs as ${format}: ${what}`)
      .argument('<file>', 'where to; its directory has to exist')
    examples(command, [
      `mlreg export ${name} runs.${name}`,
      `mlreg export ${name} points.${name} --history --experiment churn`,
    ])
    command.addOption(
      new Option('--history', 'every point of every metric instead, a row each').helpGroup('Runs:'),
    )
    scopeOptions(command)
    readOptions(command).action(
      run(async context => (await import('./export-table.ts')).exportTable(context, name)),
    )
  },
}))

const mlflow: Command = {
  declare(parent, run) {
    const command = parent
      .command('mlflow')
      .description(
        "write runs and models, with histories, data and files, as a folder that MLflow's client opens",
      )
      .argument('<directory>', 'where to, such as mlruns; its name is written into it')
    examples(command, ['mlreg export mlflow mlruns', 'mlreg export mlflow churn-runs --experiment churn'])
    readOptions(scopeOptions(command)).action(
      run(async context => (await import('./export-mlflow.ts')).exportMlflow(context)),
    )
  },
}
