import type { Io } from '../io.ts'

export type ColorChoice = 'auto' | 'always' | 'never'

type Surroundings = Pick<Io, 'env' | 'stdoutIsTerminal' | 'terminalColorLevel'>

/**
 * How much colour standard output gets. The flag wins, then the first of the customary variables that is set: an
 * empty NO_COLOR or CLICOLOR_FORCE counts as not set. Colour that is asked for where there is no terminal is level 1.
 */
export function colorLevel(choice: ColorChoice, io: Surroundings): 0 | 1 | 2 | 3 {
  const { env } = io
  const some = io.terminalColorLevel === 0 ? 1 : io.terminalColorLevel
  if (choice === 'always') return some
  if (choice === 'never' || env.NO_COLOR) return 0
  if (env.FORCE_COLOR !== undefined) return forced(env.FORCE_COLOR)
  if (env.CLICOLOR_FORCE && env.CLICOLOR_FORCE !== '0') return 1
  if (env.CLICOLOR === '0' || env.TERM === 'dumb') return 0
  if (env.GITHUB_ACTIONS || env.GITLAB_CI) return 1
  return io.stdoutIsTerminal ? io.terminalColorLevel : 0
}

function forced(value: string): 0 | 1 | 2 | 3 {
  if (value === '0' || value === 'false') return 0
  if (value === '2') return 2
  return value === '3' ? 3 : 1
}
