import { Command as Commander } from 'commander'
import type { Io } from '../io.ts'
import { version } from '../package.ts'
import { outputWidth } from '../terminal/width.ts'
import type { Command, Runner } from './command.ts'
import { groupOf } from './command-groups.ts'
import { commands } from './commands.ts'
import { examples } from './help/examples.ts'
import { exitStatusHelp } from './help/topics.ts'

const widestHelp = 110

/**
 * The command line as a tree: all of it, or of the commands only the one that the first word names, since declaring
 * them takes longer than most of them do. Help goes to `print`; errors are thrown and never printed or exited on here.
 */
export function declareProgram(
  io: Io,
  print: (text: string) => void,
  run: Runner,
  argv: readonly string[] = [],
): Commander {
  const width = Math.min(outputWidth(undefined, io), widestHelp)
  const program = new Commander('mlreg')
    .description('Experiment tracking, a model registry and a drift gate for small teams, CI and cron')
    .exitOverride()
    .configureOutput({
      writeOut: print,
      writeErr: () => {},
      outputError: () => {},
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
    })
    .configureHelp({ subcommandTerm: command => command.name() })
    .version(version, '-V, --version', 'print the version alone')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .showSuggestionAfterError()
    .enablePositionalOptions()
    .addHelpText('afterAll', exitStatusHelp)
  examples(program, [
    'mlreg drift reference.parquet current.parquet',
    'mlreg drift reference.csv current.csv --report junit=drift.xml',
    'mlreg run --name first -- ./train.sh',
    "mlreg runs --filter 'metrics.auc > 0.8'",
    'mlreg register churn --run first',
    'eval "$(mlreg completion bash)"',
  ])
  for (const command of needed(argv[0])) command.declare(program, run)
  for (const command of program.commands) command.helpGroup(groupOf(command.name()))
  return program
}

/** Help and completion speak of all commands, and so does the answer to a word that is none. */
const speakOfAll: readonly string[] = ['help', '__complete']

function needed(word = ''): readonly Command[] {
  const named = speakOfAll.includes(word) || !Object.hasOwn(commands, word) ? undefined : commands[word]
  return named === undefined ? Object.values(commands) : [named]
}

/** The deepest command that the words name; the program itself when they name none. */
export function commandAt(program: Commander, words: readonly string[]): Commander {
  let command = program
  for (const word of words) {
    const child = command.commands.find(one => one.name() === word || one.aliases().includes(word))
    if (child === undefined) break
    command = child
  }
  return command
}
