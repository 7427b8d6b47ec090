import { Option } from 'commander'
import type { Command } from '../command.ts'
import { roleOptions, ruleOption, weightsOption } from '../drift/drift-options.ts'
import { examples } from '../help/examples.ts'
import { limitOptions, profiledOptions } from '../profile/profile-options.ts'
import { pairs } from '../tracking/pair.ts'
import { writeOptions } from '../tracking/store-options.ts'

/** `mlreg register`: makes a version of a model. */
export const register: Command = {
  declare(parent, run) {
    const command = parent
      .command('register')
      .description("make a new version of a model from a run's artifact or from files, and print its name")
      .argument('<name>', "the model's name; to say more of a version, that: churn/7")
      .argument('[path]', 'a file or directory of this machine, instead of a run')
    examples(command, [
      'mlreg register churn --run 3f2a --path model',
      'mlreg register churn model.pkl --description "first try" --tag team=growth',
      "mlreg register churn m.pkl --baseline train.parquet --target y --rule 'psi > 0.2'",
      'mlreg register churn/Production --baseline newer.parquet',
    ])
    const model = [
      new Option('--run <run>', 'the run that made it, instead of MLREG_RUN_ID'),
      new Option('--path <artifact>', 'the file or directory of the run; "model" when left out'),
      new Option('--description <text>', 'what is new about it'),
      new Option('--tag <key=value>', 'a tag (repeatable)').argParser(pairs),
      new Option('--follow', 'store what symbolic links lead to'),
      new Option('--again', 'make another version of what is registered already'),
    ]
    const groups: readonly (readonly [heading: string, options: readonly Option[]])[] = [
      ['Model:', model],
      [
        'Baseline of drift checks:',
        [baselineOption(), ...limitOptions(), ...profiledOptions().filter(isKept)],
      ],
      ['Kept for drift checks:', [ruleOption(), weightsOption(), ...roleOptions(roles)]],
    ]
    for (const [heading, options] of groups)
      for (const option of options) command.addOption(option.helpGroup(heading))
    writeOptions(command).action(
      run(async context => (await import('./register-model.ts')).registerModel(context)),
    )
  },
}

const roles = ['--prediction', '--target', '--score', '--task', '--positive']

function baselineOption(): Option {
  return new Option(
    '--baseline <window>',
    "what new data are compared with: a window, or a profile; else the run's training data, if profiled",
  )
}

function isKept({ long }: Option): boolean {
  return long !== '--no-progress'
}
