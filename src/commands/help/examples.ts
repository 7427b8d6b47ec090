import type { Command as Commander } from 'commander'

/** Puts lines to copy above a command's help, each `command  # what it does`: people read examples first. */
export function examples(command: Commander, lines: readonly string[]): Commander {
  return command.addHelpText('before', `${['Examples:', ...lines.map(line => `  ${line}`)].join('\n')}\n`)
}
