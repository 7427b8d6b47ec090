import type { Command as Commander } from 'commander'
import type { Io } from '../io.ts'
import type { Report } from '../report/report.ts'

/** What a command hands to main, which renders the report, writes its copies and turns it into an exit status. */
export interface Outcome {
  /** A judged or listed result, rendered in the format the user asked for. */
  readonly report?: Report
  /** Plain text instead of a report (a completion script, a schema). */
  readonly text?: string
  /** Exit.ok or Exit.findings, before --exit-zero and --findings-exit-code. */
  readonly exit: 0 | 1
  /** The status is settled already and is not to be remapped. */
  readonly findings?: boolean
  readonly warnings?: readonly string[]
}

export interface Context {
  readonly io: Io
}

/** Runs a command's action: main passes this to every command's declare. */
export type Runner = (action: (context: Context) => Promise<Outcome>, command: Commander) => Promise<void>

/** One file a command: declare says what the user may type and hands the typed options to run. */
export interface Command {
  declare(parent: Commander, run: Runner): void
}
