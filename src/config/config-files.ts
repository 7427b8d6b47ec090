import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { MlregError } from '../errors.ts'
import type { Io } from '../io.ts'

export interface ConfigFile {
  readonly path: string
  readonly origin: 'flag' | 'project' | 'user'
}

const fileName = 'mlreg.toml'

/**
 * The settings files that count, the strongest first. `choice` is --config FILE, which stands in for the project's
 * file and the user's, or false for --no-config.
 */
export function configFiles(choice: string | false | undefined, io: Io): ConfigFile[] {
  if (choice === false) return []
  if (choice !== undefined) return [{ path: existing(resolve(io.cwd, choice), choice), origin: 'flag' }]
  const project = upward(io.cwd)
  const user = userFile(io)
  return [
    ...(project === undefined ? [] : [{ path: project, origin: 'project' as const }]),
    ...(user === undefined ? [] : [{ path: user, origin: 'user' as const }]),
  ]
}

function existing(path: string, typed: string): string {
  if (existsSync(path)) return path
  throw new MlregError('config', `there is no settings file ${typed}`, { hint: 'check --config' })
}

/** A repository's settings end at its root: a stray file in a home directory must not change a CI verdict. */
function upward(start: string): string | undefined {
  for (let directory = start; ; directory = dirname(directory)) {
    const path = join(directory, fileName)
    if (existsSync(path)) return path
    if (existsSync(join(directory, '.git')) || dirname(directory) === directory) return undefined
  }
}

function userFile({ env }: Io): string | undefined {
  const home = env.HOME || env.USERPROFILE
  const root = env.XDG_CONFIG_HOME || (home ? join(home, '.config') : undefined)
  if (root === undefined) return undefined
  const path = join(root, 'mlreg', 'config.toml')
  return existsSync(path) ? path : undefined
}
