import { Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { repeated } from '../options.ts'
import { overrulingOptions } from '../tracking/overruling.ts'
import { pairs } from '../tracking/pair.ts'
import { runOperand } from '../tracking/run-operand.ts'
import { duration, writeOptions } from '../tracking/store-options.ts'

const amend: Command = {
  declare(parent, run) {
    const command = parent
      .command('amend')
      .description(
        'correct what was recorded of a run; the audit keeps what it was, who corrected it, and why',
      )
      .argument('<run>', runOperand)
    examples(command, [
      "mlreg runs amend 3f2a --param lr=0.01 --reason 'the config was read after the override'",
      "mlreg runs amend wide-trees --remove-tag draft --reason 'reviewed'",
    ])
    const options = [
      new Option('--reason <text>', 'why').makeOptionMandatory(),
      new Option('-p, --param <key=value>', 'what a param is (repeatable)').argParser(pairs),
      new Option('--remove-param <key>', 'a param that is none (repeatable)').argParser(repeated),
      new Option('-t, --tag <key=value>', 'what a tag is (repeatable)').argParser(pairs),
      new Option('--remove-tag <key>', 'a tag that is none (repeatable)').argParser(repeated),
      new Option('-n, --name <name>', 'what it is called'),
      new Option('-e, --experiment <name>', 'where it belongs'),
      new Option('--status <status>', 'how it ended').choices(['finished', 'failed', 'killed']),
    ]
    for (const option of options) command.addOption(option.helpGroup('Run:'))
    writeOptions(command).action(run(async context => (await import('./amend-run.ts')).amendRun(context)))
  },
}

const remove: Command = {
  declare(parent, run) {
    const command = parent
      .command('delete')
      .description('delete runs; "restore" brings them back')
      .argument('<run...>', 'ids, the first 4 digits of them or more, or names')
      .addOption(new Option('-y, --yes', 'do not ask'))
    for (const option of overrulingOptions()) command.addOption(option)
    examples(command, ['mlreg runs delete 3f2a 77b0'])
    writeOptions(command).action(run(async context => (await import('./change-runs.ts')).deleteRuns(context)))
  },
}

const restore: Command = {
  declare(parent, run) {
    const command = parent
      .command('restore')
      .description('bring deleted runs back')
      .argument('<run...>', 'ids, the first 4 digits of them or more, or names')
    examples(command, ['mlreg runs restore 3f2a'])
    writeOptions(command).action(
      run(async context => (await import('./change-runs.ts')).restoreRuns(context)),
    )
  },
}

const reap: Command = {
  declare(parent, run) {
    const command = parent
      .command('reap')
      .description(
        'end runs whose "mlreg run" was killed: KILLED at the last sign of life, their output stored',
      )
      .addOption(
        new Option('--stale <time>', 'without a sign of life for so long')
          .argParser(duration)
          .default(600_000, '10m')
          .helpGroup('Runs:'),
      )
    examples(command, ['mlreg runs reap', 'mlreg runs reap --stale 1h --json'])
    writeOptions(command).action(run(async context => (await import('./reap-runs.ts')).reapRuns(context)))
  },
}

/** The commands under `mlreg runs` that change what was recorded. */
export const changes: readonly Command[] = [amend, remove, restore, reap]
