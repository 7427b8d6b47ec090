import { Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { runOperand } from '../tracking/run-operand.ts'
import { readOptions } from '../tracking/store-options.ts'
import { choosing } from './choosing-options.ts'

export const diff: Command = {
  declare(parent, run) {
    const command = parent
      .command('diff')
      .description('show in what two runs differ')
      .argument('<a>', runOperand)
      .argument('<b>', 'the other one, in the same way')
    examples(command, ['mlreg runs diff 3f2a 9c41', 'mlreg runs diff 3f2a 9c41 --exit-code --json'])
    command.addOption(new Option('--exit-code', 'exit 1 when they differ'))
    command.addOption(new Option('--all', 'also what is the same'))
    readOptions(command).action(run(async context => (await import('./diff-runs.ts')).diffRuns(context)))
  },
}

export const compare: Command = {
  declare(parent, run) {
    const command = parent
      .command('compare')
      .description('show several runs side by side')
      .argument('<run...>', `two or more: ${runOperand}`)
    examples(command, ['mlreg runs compare 3f2a 9c41 77b0', 'mlreg runs compare 3f2a 9c41 --all --format md'])
    command.addOption(new Option('--all', 'also what is the same in all'))
    readOptions(command).action(
      run(async context => (await import('./compare-runs.ts')).compareRuns(context)),
    )
  },
}

export const best: Command = {
  declare(parent, run) {
    const command = parent.command('best').description('print the id of the run whose metric is the best')
    examples(command, [
      'mlreg runs best --max auc',
      'mlreg runs best --min loss --experiment churn --filter "status = \'FINISHED\'"',
    ])
    const options = [
      new Option('--max <metric>', 'the greatest latest value').conflicts('min'),
      new Option('--min <metric>', 'the least latest value'),
      ...choosing(),
    ]
    for (const option of options) command.addOption(option.helpGroup('Runs:'))
    readOptions(command).action(run(async context => (await import('./best-run.ts')).bestRun(context)))
  },
}

export const metric: Command = {
  declare(parent, run) {
    const command = parent
      .command('metric')
      .description('show every point of a metric')
      .argument('<run>', runOperand)
      .argument('<key>', 'the name of the metric')
    examples(command, ['mlreg runs metric 3f2a loss --plot', 'mlreg runs metric 3f2a loss --format csv'])
    command.addOption(new Option('--plot', 'draw a chart instead of a table'))
    readOptions(command).action(
      run(async context => (await import('./metric-points.ts')).metricPoints(context)),
    )
  },
}
