import { Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { pairs } from '../tracking/pair.ts'
import { writeOptions } from '../tracking/store-options.ts'

/** `mlreg register`: makes a version of a model. */
export const register: Command = {
  declare(parent, run) {
    const command = parent
      .command('register')
      .description("make a new version of a model from a run's artifact or from files, and print its name")
      .argument('<name>', "the model's name")
      .argument('[path]', 'a file or directory of this machine, instead of a run')
    examples(command, [
      'mlreg register churn --run 3f2a --path model',
      'mlreg register churn model.pkl --description "first try" --tag team=growth',
    ])
    for (const option of [
      new Option('--run <run>', 'the run that made it, instead of MLREG_RUN_ID'),
      new Option('--path <artifact>', 'the file or directory of the run; "model" when left out'),
      new Option('--description <text>', 'what is new about it'),
      new Option('--tag <key=value>', 'a tag (repeatable)').argParser(pairs),
      new Option('--follow', 'store what symbolic links lead to'),
      new Option('--again', 'make another version of what is registered already'),
    ]) {
      command.addOption(option.helpGroup('Model:'))
    }
    writeOptions(command).action(
      run(async context => (await import('./register-model.ts')).registerModel(context)),
    )
  },
}
