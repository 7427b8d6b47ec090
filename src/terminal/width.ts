import type { Io } from '../io.ts'

type Surroundings = Pick<Io, 'env' | 'stdoutIsTerminal' | 'stderrIsTerminal' | 'terminalColumns'>

/** The columns a table has to fit into. A pipe has no width: what a program reads is never cut. */
export function outputWidth(chosen: number | undefined, io: Surroundings): number {
  if (chosen !== undefined) return chosen
  return typedColumns(io) ?? (io.stdoutIsTerminal ? io.terminalColumns || 80 : Infinity)
}

/** The columns a message on standard error has to fit into: without a terminal that tells its own it is one line. */
export function messageWidth(io: Surroundings): number {
  if (!io.stderrIsTerminal) return Infinity
  return typedColumns(io) ?? (io.terminalColumns || Infinity)
}

function typedColumns({ env }: Surroundings): number | undefined {
  const columns = Number(env.COLUMNS)
  return Number.isInteger(columns) && columns > 0 ? columns : undefined
}
