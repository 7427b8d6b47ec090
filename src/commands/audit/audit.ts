import { InvalidArgumentError, Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { readOptions } from '../tracking/store-options.ts'

/** `mlreg audit`: is the record of who did what still what was recorded? */
export const audit: Command = {
  declare(parent, run) {
    const command = parent
      .command('audit')
      .description('check and export the record of who did what')
      .helpCommand(false)
    examples(command, ['mlreg audit verify', 'mlreg audit export -o audit.jsonl'])
    for (const child of children) child.declare(command, run)
  },
}

const verify: Command = {
  declare(parent, run) {
    const command = parent
      .command('verify')
      .description(
        'find every event that was changed, removed or moved, and models that are not what their events say',
      )
      .addHelpText('after', exitStatus)
    examples(command, ['mlreg audit verify', 'mlreg audit verify --expect "$HASH"'])
    command.addOption(
      new Option(
        '--expect <hash>',
        'there has to be an event with this hash, written down before (repeatable)',
      )
        .argParser(hashes)
        .helpGroup('Check:'),
    )
    readOptions(command).action(run(async context => (await import('./run-verify.ts')).runVerify(context)))
  },
}

const exitStatus = `
The hash of the last event stands for all before it. Whoever can write to the
store can write all events anew: keep that hash elsewhere, in a CI log say, and
ask for it later with --expect.`

const exportEvents: Command = {
  declare(parent, run) {
    const command = parent
      .command('export')
      .description('write every event as a line of JSON, with its hash, for other programs and for auditors')
    examples(command, ['mlreg audit export', 'mlreg audit export -o audit.jsonl --json'])
    for (const option of [
      new Option('-o, --output <file>', 'where to; standard output when left out'),
      new Option('--force', 'replace what is there'),
    ]) {
      command.addOption(option.helpGroup('Export:'))
    }
    readOptions(command).action(run(async context => (await import('./run-export.ts')).runExport(context)))
  },
}

const children: readonly Command[] = [verify, exportEvents]

function hashes(text: string, previous: readonly string[] | undefined): string[] {
  const hash = text.trim().toLowerCase()
  if (!/^[0-9a-f]{64}$/.test(hash)) {
    throw new InvalidArgumentError('It must be the 64 hexadecimal digits that "mlreg audit verify" prints.')
  }
  return [...(previous ?? []), hash]
}
