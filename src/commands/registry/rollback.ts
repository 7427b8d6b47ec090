import { Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { repeated } from '../options.ts'
import { writeOptions } from '../tracking/store-options.ts'
import { reasonOption } from './reason.ts'

/** `mlreg rollback`: the way back, in one command. */
export const rollback: Command = {
  declare(parent, run) {
    const command = parent
      .command('rollback')
      .description('return a stage to the version that was in it before; again, and it goes one further back')
      .argument('<name>', "the model's name")
    examples(command, [
      'mlreg rollback churn --reason "twice the complaints since noon"',
      'mlreg rollback churn --reason "twice the complaints since noon" --move-alias champion',
      'mlreg rollback churn --stage Staging --reason "wrong labels" --dry-run',
    ])
    for (const option of [
      new Option('--stage <stage>', 'which stage, in any case').default('Production'),
      reasonOption(),
      new Option(
        '--move-alias <alias>',
        'let an alias of what is rolled back from stand for what comes back (repeatable)',
      ).argParser(repeated),
      new Option('-n, --dry-run', 'only say what would be done, with the bytes verified'),
    ]) {
      command.addOption(option.helpGroup('Rollback:'))
    }
    writeOptions(command).action(
      run(async context => (await import('./run-rollback.ts')).runRollback(context)),
    )
  },
}
