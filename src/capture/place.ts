/** Where a command is about to run, for what looks at that place. */
export interface Place {
  /** Absolute. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Called when a program that looked at something has ended: its time is not the command's. */
  readonly onHelperEnd?: () => void
}
