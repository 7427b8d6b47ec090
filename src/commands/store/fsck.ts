import { type Command as Commander, Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { readOptions } from '../tracking/store-options.ts'

/** `mlreg fsck`: is everything there that was stored, and as it was? */
export const fsck: Command = {
  declare(parent, run) {
    const command = parent
      .command('fsck')
      .description('check the store: rows, files and, when asked, every stored byte')
      .addHelpText('after', exitStatus)
    examples(command, ['mlreg fsck', 'mlreg fsck --read-data', 'mlreg fsck --read-data=3/7'])
    readDataOption(readOptions(command)).action(
      run(async context => (await import('./run-fsck.ts')).runFsck(context)),
    )
  },
}

const exitStatus = `
Writes nothing and takes no lock. Left-over files alone are no damage: "mlreg gc" removes them.`

function readDataOption(command: Commander): Commander {
  return command.addOption(
    new Option(
      '--read-data [part]',
      'also hash what is stored: all of it, a random 5%, or the 3rd of 7 parts (3/7)',
    ).helpGroup('Check:'),
  )
}
