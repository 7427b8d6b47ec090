import type { Io } from '../io.ts'

type Surroundings = Pick<Io, 'env' | 'stdoutIsTerminal' | 'terminalColumns'>

/** The columns a table has to fit into. A pipe has no width: what a program reads is never cut. */
export function outputWidth(chosen: number | undefined, io: Surroundings): number {
  if (chosen !== undefined) return chosen
  const columns = Number(io.env.COLUMNS)
  if (Number.isInteger(columns) && columns > 0) return columns
  return io.stdoutIsTerminal ? io.terminalColumns || 80 : Infinity
}
