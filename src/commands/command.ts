import type { Command as Commander } from 'commander'
import type { MlregError } from '../errors.ts'
import type { Io } from '../io.ts'
import type { Report } from '../report/report.ts'

/** What a command hands to main, which renders the report, writes its copies and turns it into an exit status. */
export interface Outcome {
  /** A judged or listed result, rendered in the format the user asked for. */
  readonly report?: Report
  /** Plain text instead of a report (a completion script, a schema), in parts where it is long. */
  readonly text?: string | readonly string[]
  /** Whether the text is sentences, which are wrapped where a terminal is too narrow for them. */
  readonly wraps?: boolean
  /** Whether the answer is a good one: decides the exit status, and whether --quiet has anything to say. */
  readonly fine: boolean
  /** Files asked for, written whole before anything is printed: without them there is no answer. */
  readonly files?: readonly { readonly path: string; readonly content: Uint8Array }[]
  /** Sentences for stderr. */
  readonly warnings?: readonly string[]
  /** Why the report is no answer after all: it is shown, and then this is what the command ends with. */
  readonly trouble?: MlregError
  /**
   * The status of a program that ran on mlreg's behalf, or the negative number of the signal that ended it: mlreg ends
   * the same way, whatever `fine` says.
   */
  readonly ending?: number
  /**
   * Runs when the answer is out, whatever became of it, and gives sentences for stderr: what was done is to be told to
   * others, and their troubles neither hide it nor change the status.
   */
  readonly afterwards?: () => Promise<readonly string[]>
}

export interface Context<Options = object, Operands extends readonly unknown[] = readonly string[]> {
  readonly io: Io
  /** What was typed, after the environment and mlreg.toml have filled in what was not. */
  readonly options: Options
  /** The command's arguments in order; one that may be left out is undefined, a variadic one is an array. */
  readonly operands: Operands
  /** The status the process will end with for such an answer, for a report that states it. */
  exitStatus(fine: boolean): number
  /** Where an option's value comes from: `cli`, `env`, `config`, `default`. */
  sourceOf(option: string): string | undefined
  /** Tells a decision or a time measured on stderr, when --verbose asks for it. */
  explain(line: string): void
}

/**
 * Turns an action into what commander calls: settings are applied, the outcome is printed, the status is kept. What
 * commander parsed has no type, so a context of `never` fits the options and operands that any action declares.
 */
export type Runner = (
  action: (context: Context<never, never>) => Promise<Outcome>,
) => (...commanderArguments: unknown[]) => Promise<void>

/** One file a command: declare says what the user may type and hands its action to run. */
export interface Command {
  declare(parent: Commander, run: Runner): void
}
