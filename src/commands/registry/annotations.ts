import { Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { repeated } from '../options.ts'
import { writeOptions } from '../tracking/store-options.ts'
import { versionOperand } from '../tracking/version-operand.ts'

const describe: Command = {
  declare(parent, run) {
    const command = parent
      .command('describe')
      .description('say what a model, or a version of it, is')
      .argument('<model>', `its name, or a version: ${versionOperand}`)
      .argument('<text>', 'the description')
    examples(command, [
      'mlreg models describe churn "who leaves within a month"',
      'mlreg models describe churn/7 "without the age"',
    ])
    writeOptions(command).action(
      run(async context => (await import('./annotate-model.ts')).describeIt(context)),
    )
  },
}

const tag: Command = {
  declare(parent, run) {
    const command = parent
      .command('tag')
      .description('set tags of a model, or of a version of it; a tag set again has the new value')
      .argument('<model>', `its name, or a version: ${versionOperand}`)
      .argument('[key=value...]', 'the tags')
      .addOption(new Option('--remove <key>', 'take a tag away (repeatable)').argParser(repeated))
    examples(command, ['mlreg models tag churn team=growth', 'mlreg models tag churn/7 --remove draft'])
    writeOptions(command).action(run(async context => (await import('./annotate-model.ts')).tagIt(context)))
  },
}

/** The commands under `mlreg models` that say more of what is there. */
export const annotations: readonly Command[] = [describe, tag]
