import { type Command as Commander, CommanderError } from 'commander'
import type { Runner } from './commands/command.ts'
import type { OutputOptions } from './commands/options.ts'
import { commandAt, declareProgram } from './commands/program.ts'
import { applySettings } from './config/apply-settings.ts'
import { MlregError } from './errors.ts'
import { Exit } from './exit.ts'
import type { Io } from './io.ts'
import { nearest } from './nearest.ts'
import { printError } from './print-error.ts'
import { exitStatus, preloadFormat, printOutcome, printWarning } from './print-outcome.ts'
import { escapeText } from './terminal/escape.ts'

/**
 * Answers one command line and gives the status the process has to end with; a negative one is the number of the signal
 * that it has to die of. The only place that catches.
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const session: Session = { io, status: Exit.ok, command: undefined }
  const help: string[] = []
  const program = declareProgram(io, text => help.push(text), runner(session), argv)
  try {
    await parse(program, argv)
    await io.stdout(help.join(''))
    return session.status
  } catch (error) {
    return await printError(error, { io, argv, command: session.command })
  }
}

interface Session {
  readonly io: Io
  status: number
  /** The command that runs, once it is known. */
  command: Commander | undefined
}

/** Commander's own endings, turned into ours: help and version are answers, everything else is a usage error. */
async function parse(program: Commander, argv: readonly string[]): Promise<void> {
  try {
    await program.parseAsync(argv.length === 0 ? ['--help'] : argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // A command that has a default one takes any other word for an operand of that.
    const unknown =
      error.exitCode === 0 || error.code === 'commander.excessArguments'
        ? unknownCommand(program, argv)
        : undefined
    if (unknown !== undefined) throw unknown
    if (error.exitCode !== 0) throw usageError(error, program, argv)
  }
}

function usageError(error: CommanderError, program: Commander, argv: readonly string[]): MlregError {
  const command = commandAt(program, argv)
  const path = commandPath(command)
  if (error.code === 'commander.help') {
    const names = command.commands.map(child => child.name())
    return new MlregError('usage', `"${path}" needs a command: ${names.join(', ')}`)
  }
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n')
  const near = /^\((Did you mean .*)\)$/.exec(suggestion ?? '')?.[1]
  const lacking =
    error.code === 'commander.missingMandatoryOptionValue'
      ? command.options.find(({ flags }) => message.includes(`'${flags}'`))
      : undefined
  const word = argv[commandDepth(command)]
  const below = error.code === 'commander.unknownCommand' ? namedBelow(command, word) : undefined
  const meaning = lacking && `${lacking.flags}: ${lacking.description}`
  return new MlregError('usage', message, {
    hint: below ?? near?.replace('Did', 'did') ?? meaning ?? `see "${path} --help"`,
  })
}

/** Commander answers `mlreg no-such-command --help` with the help of mlreg: a script that probes must be told no. */
function unknownCommand(program: Commander, argv: readonly string[]): MlregError | undefined {
  const command = commandAt(program, argv)
  const names = command.commands.map(child => child.name())
  const word = argv[commandDepth(command)]
  const isOperand = command.registeredArguments.length > 0
  if (names.length === 0 || isOperand || word === undefined || word.startsWith('-')) return undefined
  const near = nearest(word, names)
  return new MlregError('usage', `unknown command '${word}'`, {
    hint:
      namedBelow(command, word) ??
      (near === undefined ? `see "${commandPath(command)} --help"` : `did you mean ${near}?`),
  })
}

/** Whoever types `mlreg show` may mean that of runs or that of models. */
function namedBelow(command: Commander, word: string | undefined): string | undefined {
  const paths = command.commands
    .flatMap(child => child.commands.filter(one => one.name() === word))
    .map(commandPath)
  const last = paths.pop()
  if (last === undefined) return undefined
  return `did you mean ${paths.length === 0 ? last : `${paths.join(', ')} or ${last}`}?`
}

function commandDepth(command: Commander): number {
  return command.parent ? commandDepth(command.parent) + 1 : 0
}

function commandPath(command: Commander): string {
  return command.parent ? `${commandPath(command.parent)} ${command.name()}` : command.name()
}

/** What stands before the name of a command under a command would be the upper one's, and lost. */
function refuseEarlyOptions(command: Commander): void {
  for (let above = command.parent; above !== null; above = above.parent) {
    const early = above.options.find(
      option => above?.getOptionValueSource(option.attributeName()) === 'cli' && option.long !== undefined,
    )
    if (early === undefined) continue
    const path = commandPath(command)
    throw new MlregError('usage', `${early.long} stands before "${command.name()}"`, {
      hint: `options come after the command: ${path} ${early.long}`,
    })
  }
}

function runner(session: Session): Runner {
  return action =>
    async (...commanderArguments) => {
      const started = performance.now()
      const { io } = session
      const command = commanderArguments.at(-1) as Commander
      session.command = command
      refuseEarlyOptions(command)
      const made = await applySettings(command, io)
      const options = command.opts<OutputOptions>()
      const explain = (line: string) => {
        if (options.verbose || options.debug) io.stderr(`${escapeText(line)}\n`)
      }
      for (const { setting, texts, origin } of made) {
        explain(`${setting.flag} ${texts.join(' ')} comes from ${origin}`)
      }
      // Loaded while the action waits for its engine.
      preloadFormat(options).catch(() => undefined)
      const outcome = await action({
        io,
        options: options as never,
        operands: commanderArguments.slice(0, -2) as never,
        exitStatus: fine => exitStatus(fine, options),
        sourceOf: option => command.getOptionValueSource(option),
        explain,
      })
      try {
        session.status = await printOutcome(outcome, options, io)
      } finally {
        for (const trouble of (await outcome.afterwards?.()) ?? []) await printWarning(trouble, io)
      }
      explain(`${commandPath(command)} took ${Math.round(performance.now() - started)} ms`)
    }
}
