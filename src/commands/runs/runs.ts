import { InvalidArgumentError, Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { list as names, repeated } from '../options.ts'
import { runOperand } from '../tracking/run-operand.ts'
import { readOptions } from '../tracking/store-options.ts'
import { changes } from './changes.ts'
import { choosing } from './choosing-options.ts'
import { best, compare, diff, metric } from './comparing.ts'

/** `mlreg runs`: what was recorded. */
export const runs: Command = {
  declare(parent, run) {
    const command = parent
      .command('runs')
      .description('look at runs, correct, delete and restore them')
      .helpCommand(false)
    examples(command, ['mlreg runs', 'mlreg runs list --experiment churn --limit 10', 'mlreg runs show 3f2a'])
    for (const child of children) child.declare(command, run)
  },
}

const list: Command = {
  declare(parent, run) {
    const command = parent
      .command('list', { isDefault: true })
      .description('list runs, the newest first (the default)')
    examples(command, [
      'mlreg runs',
      `mlreg runs list --filter "metrics.auc > 0.9 and start_time > '7d ago'" --order-by 'metrics.auc desc'`,
      'mlreg runs list --experiment churn --limit 0 --json',
    ])
    const options = [
      ...choosing(),
      new Option('--order-by <key>', "such as 'metrics.auc desc' (repeatable)").argParser(repeated),
      new Option('--limit <n>', 'at most so many; 0 for all').argParser(limit).default(50),
      new Option('--columns <names>', 'what to show: name,metrics.auc,params.lr').argParser(names),
      new Option('--deleted', 'the deleted ones instead'),
    ]
    for (const option of options) command.addOption(option.helpGroup('Runs:'))
    readOptions(command).action(run(async context => (await import('./list-runs.ts')).listRuns(context)))
  },
}

const show: Command = {
  declare(parent, run) {
    const command = parent
      .command('show')
      .description('show all that is known of a run')
      .argument('<run>', runOperand)
    examples(command, ['mlreg runs show 3f2a', 'mlreg runs show wide-trees --json'])
    readOptions(command).action(run(async context => (await import('./show-run.ts')).showRun(context)))
  },
}

const children: readonly Command[] = [list, show, diff, compare, best, metric, ...changes]

function limit(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number, 0 for all.')
}
