/** Everything a command may touch of the outside: streams, terminal, environment, clock. Tests pass their own. */
export interface Io {
  /** Writes to standard output; resolves when the text is accepted, rejects when the stream is broken. */
  stdout(text: string): Promise<void>
  /** Writes to standard error. */
  stderr(text: string): void
  readonly stdoutIsTerminal: boolean
  readonly stderrIsTerminal: boolean
  /** Columns of the terminal behind standard output, or else of that behind standard error. */
  readonly terminalColumns: number | undefined
  /** What the terminal can show: 0 none, 1 sixteen colours, 2 256, 3 all. */
  readonly terminalColorLevel: 0 | 1 | 2 | 3
  readonly stdin: NodeJS.ReadableStream
  readonly stdinIsTerminal: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly platform: NodeJS.Platform
  /** When the process was started, in milliseconds since 1970: what it was asked was decided before. */
  readonly startedMs: number
  /** Without the leading v. */
  readonly nodeVersion: string
  /** The streams themselves, for the bytes of another program, which are printed as they are. */
  readonly passThrough: { readonly stdout: NodeJS.WritableStream; readonly stderr: NodeJS.WritableStream }
  /** Hears a signal instead of dying of it, until the function that is given back is called. */
  onSignal(signal: NodeJS.Signals, listener: () => void): () => void
}
